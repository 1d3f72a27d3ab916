package dev.tinybase.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
  private static final List<String> KNOWN = List.of("name", "title", "published", "server.port");

  @ParameterizedTest
  @CsvSource({
    "nmae, name",
    "nam, name",
    "names, name",
    "titel, title",
    "TITLE, title",
    "publsihed, published",
    "server.prot, server.port",
  })
  void slips_of_the_pen_are_understood(String word, String meant) {
    assertThat(DidYouMean.to(word, KNOWN)).contains(meant);
    assertThat(DidYouMean.hint(word, KNOWN)).isEqualTo("; did you mean '" + meant + "'?");
  }

  @ParameterizedTest
  @CsvSource({"price", "x", "''", "mean"})
  void what_is_far_from_everything_gets_no_hint(String word) {
    assertThat(DidYouMean.to(word, KNOWN)).isEmpty();
    assertThat(DidYouMean.hint(word, KNOWN)).isEmpty();
  }

  @Test
  void the_nearest_of_several_wins() {
    assertThat(DidYouMean.to("ports", List.of("posts", "port", "part"))).contains("posts");
    assertThat(DidYouMean.to("prot", List.of("prop", "port"))).contains("prop");
  }

  @Test
  void very_long_words_cost_nothing() {
    assertThat(DidYouMean.to("x".repeat(100_000), KNOWN)).isEmpty();
  }
}
