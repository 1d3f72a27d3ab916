package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.tinybase.errors.Problem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private final Passwords passwords = new Passwords(4, new Passwords.HashingPool());

  @Test
  void a_password_verifies_against_its_own_hash_only() {
    var hash = passwords.hash("correct horse");
    assertThat(passwords.verify("correct horse", hash)).isTrue();
    assertThat(passwords.verify("correct horsf", hash)).isFalse();
    assertThat(passwords.hash("correct horse")).isNotEqualTo(hash).startsWith("$2y$04$");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2b$04$abcdefghijklmnopqrstuuqREtd3VJD2QVZbuFskFSLk6eRIrQoOS",
        "$2a$04$abcdefghijklmnopqrstuuqREtd3VJD2QVZbuFskFSLk6eRIrQoOS",
        "$2y$04$abcdefghijklmnopqrstuuqREtd3VJD2QVZbuFskFSLk6eRIrQoOS"
      })
  void hashes_of_other_programs_verify(String hash) {
    assertThat(passwords.verify("correct horse battery", hash)).isTrue();
    assertThat(passwords.verify("correct horse batterz", hash)).isFalse();
  }

  @Test
  void the_spelling_of_accents_and_spaces_does_not_matter() {
    var hash = passwords.hash("pa\u0308ssword\u00a0e\u0301");
    assertThat(passwords.verify("p\u00e4ssword \u00e9", hash)).isTrue();
    assertThat(passwords.verify("pa\u0308ssword\u2003e\u0301", hash)).isTrue();
    assertThat(passwords.verify("password e", hash)).isFalse();
    assertThat(passwords.verify("ｐ\u00e4ssword \u00e9", hash)).isFalse();
  }

  @Test
  void hashes_of_other_programs_are_of_what_was_typed() {
    var typed = "pa\u0308ssword";
    var hash =
        new String(
            BCrypt.with(BCrypt.Version.VERSION_2B).hash(4, typed.getBytes(StandardCharsets.UTF_8)),
            StandardCharsets.US_ASCII);
    assertThat(passwords.verify(typed, hash)).isTrue();
    assertThat(passwords.verify("passwort", hash)).isFalse();
  }

  @Test
  void an_imported_hash_that_needs_more_memory_than_there_is_costs_nothing_but_this_login() {
    var salt = "c2FsdHNhbHRzYWx0c2FsdA";
    var hash = "$argon2id$v=19$m=1000000,t=1,p=1$" + salt + "$" + salt;
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> passwords.verify("correct horse", hash))
        .satisfies(it -> assertThat(it.code()).isEqualTo("password_hash_too_costly"));
  }

  @Test
  void text_beyond_ascii_is_hashed_as_utf8() {
    var hash = "$2b$04$abcdefghijklmnopqrstuu4SmA3hVMbWKmJVGcHRDZ6Y7bUU/SMZe";
    assertThat(passwords.verify("pässwörd ☃", hash)).isTrue();
  }

  @Test
  void a_long_password_of_another_program_counts_with_its_first_72_bytes() {
    var hash = "$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i";
    assertThat(passwords.verify("x".repeat(100), hash)).isTrue();
    assertThat(passwords.verify("x".repeat(72), hash)).isTrue();
    assertThat(passwords.verify("x".repeat(71), hash)).isFalse();
  }

  @Test
  void every_character_of_a_long_password_counts() {
    var long72 = "x".repeat(72);
    var hash = passwords.hash(long72 + "a" + "y".repeat(900));
    assertThat(passwords.verify(long72 + "a" + "y".repeat(900), hash)).isTrue();
    assertThat(passwords.verify(long72 + "b" + "y".repeat(900), hash)).isFalse();
    assertThat(passwords.verify(long72, hash)).isFalse();
    assertThat(passwords.verify(long72 + "a", passwords.hash(long72))).isFalse();
    assertThat(passwords.verify(long72, passwords.hash(long72))).isTrue();
  }

  @Test
  void the_limit_of_72_counts_bytes() {
    var snowmen = "☃".repeat(24);
    assertThat(passwords.verify(snowmen + "a", passwords.hash(snowmen + "b"))).isFalse();
  }

  @Test
  void nobody_costs_as_much_as_somebody() {
    var hash = passwords.hash("correct horse");
    long before = passwords.computed();
    assertThat(passwords.verify("correct horse", hash)).isTrue();
    long somebody = passwords.computed() - before;

    assertThat(passwords.verify("correct horse", null)).isFalse();
    assertThat(passwords.computed() - before - somebody).isEqualTo(somebody).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "$2b$04$short", "$1$abcdefgh$abcdefghijklmnopqrstu."})
  void a_stored_text_that_is_no_hash_lets_nobody_in(String hash) {
    assertThat(passwords.verify(hash, hash)).isFalse();
    assertThat(passwords.verify("", hash)).isFalse();
  }

  @Test
  void hashes_of_another_cost_or_maker_are_outdated() {
    assertThat(passwords.isOutdated(passwords.hash("correct horse"))).isFalse();
    var costlier = new Passwords(5, new Passwords.HashingPool());
    assertThat(costlier.isOutdated(passwords.hash("correct horse"))).isTrue();
    assertThat(passwords.isOutdated("$2b$04$abcdefghijklmnopqrstuu" + "a".repeat(31))).isTrue();
  }
}
