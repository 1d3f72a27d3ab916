package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.org",
        "a@b.co",
        "ada.lovelace+news@mail.example.co.uk",
        "admin@localhost",
        "ops@tinybase.test",
        "o'brien@example.com",
        "jürgen@bücher.example",
        "用户@例子.公司",
        "123@456.net"
      })
  void an_address_of_the_usual_form_is_accepted(String text) {
    assertThat(Email.parse(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ada",
        "@example.org",
        "ada@",
        "ada@example",
        "ada@@example.org",
        "a@b@c.org",
        ".ada@example.org",
        "ada.@example.org",
        "a..b@example.org",
        "a b@example.org",
        "ada@exa mple.org",
        "ada@-example.org",
        "ada@example-.org",
        "ada@.example.org",
        "ada@example..org",
        "ada@example.org.",
        "ada@127.0.0.1",
        "ada@[127.0.0.1]",
        "\"ada\"@example.org",
        "ada\r\nBcc: x@example.org",
        "ada\u0000@example.org",
        "a\u200bda@example.org",
        "a\u00adda@example.org",
        "a\u034fda@example.org",
        "ada\u3164@example.org",
        "ada\ufe0f@example.org",
        "ada\ufeff@example.org",
        "ada@exam\u200dple.org",
        "ada@exam\u00adple.org",
        "\ufb01ona@example.org",
        "\ud835\udc1ada@example.org",
        "ada@fa\u00df.example",
        "ada<script>@example.org",
        "ada@ex_ample.org"
      })
  void other_texts_are_refused(String text) {
    assertThat(Email.parse(text)).isEmpty();
  }

  @Test
  void too_long_an_address_is_refused() {
    assertThat(Email.parse("a".repeat(64) + "@" + "b".repeat(60) + ".org")).isPresent();
    assertThat(Email.parse("a".repeat(65) + "@example.org")).isEmpty();
    assertThat(Email.parse("a@" + "b.".repeat(126) + "org")).isEmpty();
    assertThat(Email.parse("a@" + "b".repeat(64) + ".org")).isEmpty();
  }

  @Test
  void spellings_of_one_address_have_one_key() {
    assertThat(key("  ADA@Example.ORG ")).isEqualTo(key("ada@example.org"));
    assertThat(key("Jose\u0301@example.org")).isEqualTo(key("jos\u00e9@example.org"));
    assertThat(key("ada@BÜCHER.example")).isEqualTo(key("ada@xn--bcher-kva.example"));
  }

  @Test
  void letters_of_full_width_are_the_usual_ones() {
    assertThat(Email.of("ＡＤＡ＠ｅｘａｍｐｌｅ．ｏｒｇ").text()).isEqualTo("ADA@example.org");
    assertThat(key("ａｄａ@example.org")).isEqualTo(key("ada@example.org"));
    assertThat(key("用户@例子。公司")).isEqualTo(key("用户@例子.公司"));
  }

  @Test
  void addresses_that_only_look_alike_have_keys_of_their_own() {
    assertThat(key("mike@example.org")).isNotEqualTo(key("m\u0131ke@example.org"));
    assertThat(key("jose@example.org")).isNotEqualTo(key("jos\u00e9@example.org"));
  }

  @Test
  void the_text_keeps_the_case_of_the_local_part_only() {
    assertThat(Email.of(" Ada@Example.ORG").text()).isEqualTo("Ada@example.org");
  }

  private static String key(String text) {
    return Email.of(text).key();
  }
}
