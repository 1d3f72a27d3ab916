package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalCollationTest {
  @Test
  void numbers_come_by_value_and_other_text_after_them() {
    var ordered =
        List.of("-100", "-10.5", "-9", "0", "0.001", "0.01", "9", "10", "10.5", "", "-", "1.", "x");
    var shuffled = new ArrayList<>(ordered);
    long seed = System.nanoTime();
    Collections.shuffle(shuffled, new Random(seed));
    shuffled.sort(DecimalCollation::compare);
    assertThat(shuffled).as("seed %s", seed).isEqualTo(ordered);
  }

  @Test
  void equal_values_are_equal_in_any_form() {
    assertThat(DecimalCollation.compare("1.10", "1.1")).isZero();
    assertThat(DecimalCollation.compare("-0", "0")).isZero();
  }
}
