package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {
  private static final Moments MOMENTS =
      new Moments(InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z")));

  @ParameterizedTest
  @CsvSource({
    "2026-11-26T12:00:00Z, now",
    "2026-11-26T11:59:59.5Z, now",
    "2026-11-26T12:00:30Z, in 30 s",
    "2026-11-26T11:55:01Z, 4 min ago",
    "2026-11-26T14:10:00.123456Z, in 2 h 10 min",
    "2026-11-26T10:00:00Z, 2 h ago",
    "2026-11-24T09:00:00Z, 2 d 3 h ago",
    "2027-01-01T00:00:00Z, 2027-01-01",
    "0001-01-01T00:00:00Z, 0001-01-01",
    "yesterday, yesterday"
  })
  void a_moment_is_told_by_how_far_it_is(String moment, String told) {
    assertThat(MOMENTS.relative(moment)).isEqualTo(told);
  }

  @Test
  void only_the_named_members_of_rows_are_changed_and_of_copies() {
    var rows = Json.parse("[{\"at\": \"2026-11-26T12:00:30Z\", \"x\": null, \"name\": \"a\"}]");
    assertThat(MOMENTS.in(rows, "at", "x", "y").toString())
        .isEqualTo("[{\"at\":\"in 30 s\",\"x\":null,\"name\":\"a\"}]");
    assertThat(rows.at("/0/at").asString()).isEqualTo("2026-11-26T12:00:30Z");
  }
}
