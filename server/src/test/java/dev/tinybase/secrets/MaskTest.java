package dev.tinybase.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskTest {
  private final Mask mask = new Mask();

  @Test
  void values_disappear_wherever_they_are() {
    mask.add("sk_live_1");
    assertThat(mask.hide("key=sk_live_1, again sk_live_1.")).isEqualTo("key=***, again ***.");
  }

  @Test
  void a_value_that_holds_another_one_disappears_whole() {
    mask.add("abcd");
    mask.add("abcdef");
    assertThat(mask.hide("abcd abcdef")).isEqualTo("*** ***");
  }

  @Test
  void short_values_are_left_and_texts_without_secrets_as_they_are() {
    var text = "nothing";
    assertThat(mask.hide(text)).isSameAs(text);
    mask.add("a");
    mask.add("abc");
    assertThat(mask.isEmpty()).isTrue();
    assertThat(mask.hide("a 1 abc")).isEqualTo("a 1 abc");
  }

  @Test
  void encoded_values_disappear_too() {
    var secret = "p\u00e4ss w\"r\\d/+?~!\n(1)";
    mask.add(secret);
    var url = URLEncoder.encode(secret, UTF_8);
    for (var form :
        List.of(
            Json.text(Json.mapper().valueToTree(secret)),
            url,
            url.replace("+", "%20"),
            url.toLowerCase(Locale.ROOT),
            url.replace("+", "%20").replace("%7E", "~"),
            url.replace("+", "%20")
                .replace("%21", "!")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%7E", "~"))) {
      assertThat(mask.hide("x=" + form + "&")).as(form).contains("***").doesNotContain("ss", "%0");
    }
  }

  @Test
  void a_value_disappears_in_base64_wherever_it_begins() {
    mask.add("sesame-1234");
    for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())) {
      for (int before = 0; before < 6; before++) {
        for (int behind = 0; behind < 6; behind++) {
          var text = "u".repeat(before) + "sesame-1234" + "\u00ff".repeat(behind);
          var encoded = encoder.encodeToString(text.getBytes(UTF_8));
          var hidden = mask.hide(encoded);
          assertThat(hidden).as(text).contains("***");
          assertThat(hidden.length()).as(hidden).isLessThan(encoded.length() - 10);
        }
      }
    }
  }

  @Test
  void the_lines_of_a_value_disappear_one_by_one() {
    mask.add("-----BEGIN KEY-----\nMIIBVQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----\n");
    assertThat(mask.hide("kqhkiG9w0BAQEF")).isEqualTo("***");
  }

  @Test
  void json_stays_json() {
    mask.add("1234");
    mask.add("a\":\"b");
    mask.add("with \"quotes\"");
    var json =
        Json.bytes(
            Json.mapper()
                .valueToTree(
                    Map.of(
                        "n", 512345, "t", List.of("1234", "with \"quotes\" in", true), "a", "b")));
    assertThat(Json.parse(mask.hideJson(json)))
        .isEqualTo(Json.parse("{\"n\":\"5***5\",\"t\":[\"***\",\"*** in\",true],\"a\":\"b\"}"));
    assertThat(Json.parse(mask.hideJson("[\"\\u0031234\"]".getBytes(UTF_8))))
        .isEqualTo(Json.parse("[\"***\"]"));
  }

  @Test
  void bytes_that_are_no_text_stay_as_they_are() {
    mask.add("sesame");
    var bytes = new byte[] {0, -1, -128, 's', 'e', 's', 'a', 'm', 'e', -61, 40};
    assertThat(mask.hide(bytes)).containsExactly(0, -1, -128, '*', '*', '*', -61, 40);
  }
}
