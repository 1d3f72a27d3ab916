package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import dev.tinybase.errors.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes that the programs themselves have made, all of the same password. */
class ForeignHashTest {
  private static final String PASSWORD = "correct horse";

  private final Passwords passwords = new Passwords(4, new Passwords.HashingPool());

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          passlib pbkdf2-sha256 | $pbkdf2-sha256$1000$aE3JGQPAeI8xBiCE0DqH0A$wZx2G9Ll.rJN1mXA8TH.TwnKPaEywYHqwG3Qd.P6TrQ
          passlib pbkdf2-sha512 | $pbkdf2-sha512$1000$GGPM2RuDUErpHUPoPceY0w$7X7SaJaQsoN674jkO/xBMKjQat6.ISNLhPJy7xD11fYwoyADaAF7yy3wr52eAiqpoRrOTX6Ro0KePzJjVtTlyQ
          passlib pbkdf2 sha1 | $pbkdf2$1000$ds55r/WeU.o9p9S6d07pHQ$VAhmLnLrspzl1pKtCigDEPAyrgk
          passlib scrypt | $scrypt$ln=10,r=8,p=1$IURozZkzZozROickZCwl5A$HHwgd0pOqchNh+EuuMfVhGdeGjLBOkecfaXEZN4N4iA
          argon2-cffi ID | $argon2id$v=19$m=1024,t=2,p=2$t04bwc+1ccKxbDBfgPvW7w$NsgDMfYT1Q/RiGvDIe1kZyfD7HRFA0SEd0gVTcB/UNE
          argon2-cffi I | $argon2i$v=19$m=1024,t=2,p=2$46m7/NjxJ2Y9TdVZF8qd8w$37/ter+Oc6qKHlDG8ThPXnCIt51qsibEXiXvTeDTyIo
          argon2-cffi D | $argon2d$v=19$m=1024,t=2,p=2$EqJFNUeYslEBHfmeY7r0JQ$YZKOEWKeHbgabRI0LYQ2OKKCqpPA+DQ4tOKk0Ro+p7Q
          bcrypt 2b | $2b$04$Kdd0uB03kcD.fs66ZwsEAOzz4sfOvtok2eZ5ekIMiPPaYm2aNlOtK
          bcrypt 2a | $2a$04$uEEPQHT8Ljx3IguafjBSmOGe8eTh.SAmN7BJH3EgzGrsaNPePhf.G
          django pbkdf2_sha256 | pbkdf2_sha256$1000$somesalt1$LB4Y3EmBMXivjoDDySCdYhsP87BiR+iHlKRxvHp8/6I=
          django pbkdf2_sha1 | pbkdf2_sha1$1000$somesalt1$gG6fK8ReXZTxtz6LUL83RrDvmQo=
          django scrypt | scrypt$1024$somesalt1$8$5$UHfSbPXZNSEWybhfBmHCtnZJbJJe20UaAQx6OVBbcY6kFrEz3Dz6Y8ImfppmYf0x2UIFQrIwR29azPd63YKJNw==
          django argon2 | argon2$argon2id$v=19$m=1024,t=2,p=2$c29tZXNhbHQx$ASFL2dP6B6mTamuaeGV0PL4Lm16zU3G7S5XbahMEyNI
          django bcrypt | bcrypt$$2b$04$IoEbfipDzZOhT0iE.oM.O.IpNJWprcjyt7y.ur58WtCJaReKNwI3S
          django bcrypt_sha256 | bcrypt_sha256$$2b$04$W.ITEGg0WZyMFoDe7o2SL.3pyZ5Dbj/M3G44AC1mL7cH1r4cNvLLi
          werkzeug scrypt | scrypt:1024:8:1$39RiI83tJJOJ8zAd$2d954283c9005fd43245abdeb4fd0124368c6ea2ac98074a6129b6be4f2442a747da5de64392da4ac99f80372861242f11279adb0f6e67d11236e69040864911
          werkzeug pbkdf2 | pbkdf2:sha256:1000$KmniDC7H7AZe0qtp$920940ccf94f11082525995bc2d0c1b13333b22036d3a8435444b638ce436df0
          """)
  void a_hash_of_another_program_is_verified(String program, String hash) {
    var kept = ForeignHash.checked(hash);
    assertThat(passwords.verify(PASSWORD, kept)).isTrue();
    assertThat(passwords.verify("correct house", kept)).isFalse();
    assertThat(passwords.verify("", kept)).isFalse();
    assertThat(passwords.isOutdated(kept)).isTrue();
  }

  /** Of RFC 7914, sections 11 and 12. */
  @Test
  void vectors_of_the_standards_are_met() {
    var scrypt =
        "scrypt:1024:8:16$NaCl$"
            + "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
            + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640";
    assertThat(ForeignHash.parse(scrypt).matches("password")).isTrue();
    var pbkdf2 =
        "pbkdf2:sha256:1$salt$"
            + "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
            + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783";
    assertThat(ForeignHash.parse(pbkdf2).matches("passwd")).isTrue();
  }

  @Test
  void a_long_password_under_a_hash_of_php_is_read_as_php_reads_it() {
    var password = "x".repeat(80);
    var php =
        BCrypt.with(
                BCrypt.Version.VERSION_2Y,
                LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2Y))
            .hashToString(4, password.toCharArray());
    assertThat(passwords.verify(password, ForeignHash.checked(php))).isTrue();
    assertThat(passwords.verify("x".repeat(79) + "y", ForeignHash.checked(php))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain text",
        "5f4dcc3b5aa765d61d8327deb882cf99",
        "$1$salt$hash",
        "$2b$31$4JwB0rVj/Rvhao71IrZLJu3oMa0tVicg95ho6yDHi2vBSx6LsTZZm",
        "$2x$04$4JwB0rVj/Rvhao71IrZLJu3oMa0tVicg95ho6yDHi2vBSx6LsTZZm",
        "$2b$04$short",
        "$argon2id$v=19$m=4194304,t=3,p=4$c29tZXNhbHQx$ASFL2dP6B6mTamuaeGV0PL4Lm16zU3G7S5XbahMEyNI",
        "$argon2id$v=19$m=131072,t=32,p=4$c29tZXNhbHQx$ASFL2dP6B6mTamuaeGV0PL4Lm16zU3G7S5XbahMEyNI",
        "$argon2id$v=18$m=1024,t=3,p=4$c29tZXNhbHQx$ASFL2dP6B6mTamuaeGV0PL4Lm16zU3G7S5XbahMEyNI",
        "$argon2ix$v=19$m=1024,t=3,p=4$c29tZXNhbHQx$ASFL2dP6B6mTamuaeGV0PL4Lm16zU3G7S5XbahMEyNI",
        "$argon2id$v=19$m=1024,t=3$c29tZXNhbHQx$ASFL2dP6B6mTamuaeGV0PL4Lm16zU3G7S5XbahMEyNI",
        "$argon2id$v=19$m=1024,t=3,p=999999999999$c29t$ASFL2dP6B6mTamuaeGV0PL4Lm16zU3G7S5XbahMEyNI",
        "$argon2id$v=19$m=1024,t=2,p=2$c29tZXNhbHQx$AAAA",
        "$argon2id",
        "$scrypt$ln=20,r=8,p=1$sjam9F6LMaZ0jrF2DiEEAA$6p/f/WU2SFGBVv5W0gLJRhWPRZbcgnPURAzcAyUSeCA",
        "$scrypt$ln=62,r=8,p=1$sjam9F6LMaZ0jrF2DiEEAA$6p/f/WU2SFGBVv5W0gLJRhWPRZbcgnPURAzcAyUSeCA",
        "$scrypt$ln=17,r=8,p=16$sjam9F6LMaZ0jrF2DiEEAA$6p/f/WU2SFGBVv5W0gLJRhWPRZbcgnPURAzcAyUSeCA",
        "scrypt$1000$salt$8$5$UHfSbPXZNSEWybhfBmHCtnZJbJJe20UaAQx6OVBbcY4=",
        "scrypt:1024:8$salt$00112233445566778899aabbccddeeff",
        "scrypt:1024:8:1$salt$zz112233445566778899aabbccddeeff",
        "pbkdf2_sha256$99999999$somesalt1$LB4Y3EmBMXivjoDDySCdYhsP87BiR+iHlKRxvHp8/6I=",
        "pbkdf2_sha256$0$somesalt1$LB4Y3EmBMXivjoDDySCdYhsP87BiR+iHlKRxvHp8/6I=",
        "pbkdf2_md5$1000$somesalt1$LB4Y3EmBMXivjoDDySCdYhsP87BiR+iHlKRxvHp8/6I=",
        "pbkdf2_sha256$1000$$LB4Y3EmBMXivjoDDySCdYhsP87BiR+iHlKRxvHp8/6I=",
        "pbkdf2_sha256$1000$salt$***",
        "bcrypt_sha256$nothing",
        "pbkdf2"
      })
  void what_is_no_hash_or_costs_too_much_is_refused_without_being_told(String hash) {
    assertThatThrownBy(() -> ForeignHash.checked(hash))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(400);
              assertThat(problem.code()).isEqualTo("invalid_password_hash");
              assertThat(problem.detail()).doesNotContain(hash);
            });
  }

  @Test
  void a_hash_that_is_too_long_is_refused() {
    assertThatThrownBy(() -> ForeignHash.checked("pbkdf2_sha256$1$" + "a".repeat(600) + "$b"))
        .isInstanceOf(Problem.class);
  }
}
