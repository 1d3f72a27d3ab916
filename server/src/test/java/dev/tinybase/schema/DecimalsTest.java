package dev.tinybase.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
  @ParameterizedTest
  @CsvSource({
    "4.915112345678E12, 4915112345678",
    "12345, 12345",
    "-12345, -12345",
    "0, 0",
    "-0.0, 0",
    "0.1, 0.1",
    "12345678.9, 12345678.9",
    "0.000001, 0.000001",
    "9007199254740993e3, 9007199254740993000",
    "1e20, 100000000000000000000",
    "1e21, 1E+21",
    "1.5e300, 1.5E+300",
    "1e-7, 1E-7"
  })
  void a_number_is_written_as_people_do(double number, String text) {
    assertThat(Decimals.plain(number)).isEqualTo(text);
  }

  @Test
  void what_is_written_reads_as_the_same_number() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      double number =
          i % 2 == 0
              ? Double.longBitsToDouble(random.nextLong())
              : random.nextInt() / Math.pow(10, random.nextInt(9));
      if (Double.isFinite(number)) {
        var read = Objects.requireNonNull(Decimals.parse(Decimals.plain(number)), "seed " + seed);
        assertThat(read.doubleValue()).as("seed %d", seed).isEqualTo(number + 0.0);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({".5, 0.5", "5., 5", "' 1.5', 1.5", "+5, 5", "'1e3\t', 1e3", "-.5e1, -5"})
  void numbers_are_read_as_people_write_them(String text, BigDecimal number) {
    assertThat(Decimals.parse(text)).isEqualByComparingTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "+", "e5", "1,5", "1 5", "0x10", "NaN", "Infinity", "٣"})
  void other_texts_are_no_numbers(String text) {
    assertThat(Decimals.parse(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "1e2147483648", "1e-99999999999", "1e-2147483647"})
  void absurd_exponents_are_no_numbers(String text) {
    assertThat(Decimals.parse(text)).isNull();
  }
}
