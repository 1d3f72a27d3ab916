package dev.tinybase.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepTest {
  @Test
  void a_page_is_read_as_commands_with_their_output() {
    var page =
        """
        # A page
        ```console
        $ first
        $ second \\
        > goes on
        output
        > of it
        ```
        ```sh
        $ not run
        ```
        """;
    assertThat(Step.of(page))
        .containsExactly(
            new Step(3, "first", ""), new Step(4, "second \\\ngoes on", "output\n> of it\n"));
  }

  @Test
  void an_ellipsis_stands_for_anything_and_white_space_for_none() {
    assertThat(
            Expectation.matches(
                "{\"id\": \"…\", \"n\": 1, …}", "{\"id\":\"x-1\",\"n\":1,\"m\":2}\n"))
        .isTrue();
    assertThat(Expectation.matches("…", "any\nlines\n")).isTrue();
    assertThat(Expectation.matches("", "\n")).isTrue();
  }

  @Test
  void another_output_is_told_apart() {
    assertThat(Expectation.matches("{\"n\": 1}", "{\"n\":2}")).isFalse();
    assertThat(Expectation.matches("{\"n\": 1}", "{\"n\":1,\"m\":2}")).isFalse();
    assertThat(Expectation.matches("", "something")).isFalse();
    assertThat(Expectation.matches("a.c", "abc")).isFalse();
  }
}
