package dev.tinybase.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.text.Instants;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class Rfc3339Test {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  @Test
  void the_first_and_the_last_moment() {
    assertThat(text(FIRST)).isEqualTo("0000-01-01T00:00:00.000000Z");
    assertThat(text(LAST)).isEqualTo("9999-12-31T23:59:59.999999Z");
    assertThat(text(0)).isEqualTo("1970-01-01T00:00:00.000000Z");
    assertThat(text(-1)).isEqualTo("1969-12-31T23:59:59.999999Z");
  }

  @Test
  void every_day_is_that_of_the_calendar() {
    for (var day = FIRST; !day.isAfter(LAST); day = day.plus(1, ChronoUnit.DAYS)) {
      assertThat(text(day)).isEqualTo(FORM.format(day));
    }
  }

  @Test
  void random_moments_are_those_of_the_formatter() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      long micros = random.nextLong(micros(FIRST), micros(LAST) + 1);
      var expected = FORM.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
      assertThat(text(micros)).as("seed %s", seed).isEqualTo(expected);
    }
  }

  @Test
  void json_holds_instants_and_uuids_as_their_texts() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      var id = new UUID(random.nextLong(), random.nextLong());
      var bytes = HexFormat.of().parseHex(id.toString().replace("-", ""));
      var json = new JsonBytes(16).uuid(bytes).raw(' ').instant(i).toBytes();
      assertThat(new String(json, StandardCharsets.US_ASCII))
          .as("seed %s", seed)
          .isEqualTo(id + " " + text(i));
    }
  }

  private static String text(Instant instant) {
    return text(micros(instant));
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static String text(long micros) {
    return Instants.text(Instants.ofMicros(micros));
  }
}
