package dev.tinybase.adminui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** The club in the middle of its season, for pictures: people, events, and a day of requests. */
final class ClubDay {
  private static final Duration STEP = Duration.ofMinutes(15);

  /** Less than a day, for which an access token is good. */
  private static final int STEPS = 94;

  private static final int EVENTS = 42;
  private static final List<String> TITLES =
      List.of("Training", "Derby", "Chess evening", "Yoga", "Doubles", "Youth cup", "Barbecue");
  private static final List<String> KINDS = List.of("training", "match", "party");
  private static final List<String> PEOPLE =
      List.of(
          "Ada Lindqvist",
          "Bruno Costa",
          "Chiara Conti",
          "Dov Levi",
          "Elif Yılmaz",
          "Farid Haddad",
          "Greta Sommer",
          "Hana Nováková",
          "Ивана Петрова",
          "王小明",
          "ليلى حداد",
          "Jonas Brandt",
          "Kenji Sato",
          "Lucía Ortega",
          "Mira Lang 🎾",
          "Nils Åberg");

  private final TestServer server;
  private final Past clock;
  private final Random random = new Random(1);

  /** A clock that is behind, and catches up step by step. */
  static final class Past extends Clock {
    private volatile Duration behind = STEP.multipliedBy(STEPS);

    @Override
    public Instant instant() {
      return Instant.now().minus(behind);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  ClubDay(TestServer server, Past clock) {
    this.server = server;
    this.clock = clock;
  }

  /** Ends at the time that it is. */
  void live() {
    people();
    events();
    for (int step = 0; step < STEPS; step++) {
      clock.behind = STEP.multipliedBy(STEPS - step);
      requests(step);
    }
    clock.behind = Duration.ZERO;
    log(Level.INFO, "dev.tinybase.functions", "remind_members is live in version 2");
    log(
        Level.WARNING,
        "dev.tinybase.delivery",
        "members_hooks.team has failed once, goes on in 2 s");
    log(Level.INFO, "dev.tinybase.backup", "a backup was made in 0.2 s");
  }

  private void people() {
    var lines = new StringBuilder();
    for (var name : PEOPLE) {
      var member = Json.object().put("name", name).put("born", day(-9000 - random.nextInt(9000)));
      member.put("phone", "+43 1 " + (100_000 + random.nextInt(900_000)));
      member.put("visible", random.nextBoolean());
      member.putArray("interests").add(random.nextBoolean() ? "football" : "chess").add("hiking");
      lines.append(Json.text(member)).append('\n');
      server.tinybase().auth().users().create(email(), TestServer.PASSWORD, false);
    }
    rows("members", lines);
  }

  private String email() {
    return "member" + random.nextInt(1_000_000) + "@example.org";
  }

  private void events() {
    var lines = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      var event = Json.object().put("title", TITLES.get(i % TITLES.size()) + " " + (i / 7 + 1));
      event.put("kind", KINDS.get(i % KINDS.size()));
      event.put("starts_at", day(1 + i / 2) + "T" + (15 + i % 5) + ":30:00Z");
      event.put("venue_id", "0198a3c4-0001-7000-8000-00000000000" + (1 + i % 3));
      event.put("places", 8 + 2 * random.nextInt(20));
      event.put("fee", i % 4 == 0 ? "12.50" : "0");
      event.put("status", i % 5 == 0 ? "draft" : "open");
      lines.append(Json.text(event)).append('\n');
    }
    rows("events", lines);
  }

  private static String day(int ahead) {
    return Instant.now().plus(ahead, ChronoUnit.DAYS).toString().substring(0, 10);
  }

  private void rows(String collection, CharSequence lines) {
    var path = "/api/collections/" + collection + "/import?format=ndjson";
    var answer = server.post(server.adminToken(), path, lines.toString());
    assertThat(answer.json().path("failed").intValue()).as(answer.text()).isZero();
  }

  /** Few at night, most in the evening. */
  private void requests(int step) {
    double evening = Math.sin(Math.PI * step / STEPS);
    int many = 20 + (int) (evening * evening * 120) + random.nextInt(20);
    for (int i = 0; i < many; i++) {
      request(random.nextInt(20));
    }
    server.get(server.adminToken(), "/api/admin/requests"); // which looks at what was counted
  }

  private void request(int kind) {
    switch (kind) {
      case 0 -> server.get(null, "/api/collections/event/records");
      case 1, 2, 3 -> server.post(null, "/api/functions/add_numbers", "{\"x\": 20, \"y\": 22}");
      case 4 -> server.post(server.adminToken(), "/api/collections/news/records", news());
      case 5, 6, 7, 8, 9, 10 -> server.get(null, "/api/collections/events/records?sort=starts_at");
      case 11, 12, 13 -> server.get(null, "/api/collections/teams/records");
      default -> server.get(null, "/api/collections/news/records?limit=10");
    }
  }

  private String news() {
    return "{\"data\": {\"title\": \"Results of day " + random.nextInt(1000) + "\"}}";
  }

  private void log(Level level, String logger, String message) {
    var event = new LogRecord(level, message);
    event.setLoggerName(logger);
    server.tinybase().log().add(event, message);
  }
}
