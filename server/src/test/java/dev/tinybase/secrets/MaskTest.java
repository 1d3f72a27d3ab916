package dev.tinybase.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MaskTest {
  @Test
  void values_disappear_wherever_they_are() {
    assertThat(Mask.hide("key=sk_live_1, again sk_live_1.", List.of("sk_live_1")))
        .isEqualTo("key=***, again ***.");
  }

  @Test
  void a_value_that_holds_another_one_disappears_whole() {
    assertThat(Mask.hide("abcd abcdef", List.of("abcd", "abcdef"))).isEqualTo("*** ***");
  }

  @Test
  void short_values_are_left_and_texts_without_secrets_as_they_are() {
    assertThat(Mask.hide("a 1 abc", List.of("a", "abc"))).isEqualTo("a 1 abc");
    var text = "nothing";
    assertThat(Mask.hide(text, List.of())).isSameAs(text);
  }
}
