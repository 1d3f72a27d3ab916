package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.text.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Requests that carry an {@code Idempotency-Key} run once: the first answer is kept for a day and
 * given again (draft-ietf-httpapi-idempotency-key-header). A claim is written before the request
 * runs, so that two at the same time, on any node, can't both run. Answers that a repetition may
 * better (401, 403, 429, 5xx) are not kept.
 */
final class Idempotency {
  private static final Duration KEPT = Duration.ofHours(24);
  private static final Duration PURGE_PAUSE = Duration.ofMinutes(1);
  private static final int LONGEST_KEY = 255;
  private static final int MOST_BYTES = 1 << 20;
  private static final int RUNNING = 0;
  private static final String JSON = "application/json";

  private record Kept(String request, int status, String response) {}

  private final Database database;
  private final Clock clock;
  private final AtomicReference<Instant> purged = new AtomicReference<>(Instant.EPOCH);

  Idempotency(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The first answer to the key: from the table, or else from running the request now. */
  Response once(Request request, String key, Supplier<Response> run) {
    check(key);
    purge();
    var name = hash(caller(request), request.method(), request.path(), key);
    var content = hash(request.query().toString(), content(request));
    var kept = database.write(sql -> claim(sql, name, content));
    return kept.isPresent() ? replay(kept.get(), content) : first(name, run);
  }

  /** A route that takes bytes need not get JSON. */
  private static String content(Request request) {
    var bytes = request.bytes();
    return bytes.length > 0 ? new String(bytes, ISO_8859_1) : Json.text(request.json());
  }

  private Response first(String name, Supplier<Response> run) {
    boolean keep = false;
    try {
      var answer = run.get();
      keep = worthKeeping(answer);
      if (keep) {
        save(name, answer);
      }
      return answer;
    } finally {
      if (!keep) {
        database.write(sql -> sql.update("delete from _idempotency where key = ?", name));
      }
    }
  }

  private Optional<Kept> claim(Sql sql, String name, String content) {
    var now = clock.instant();
    sql.update("delete from _idempotency where key = ? and created_at < ?", name, now.minus(KEPT));
    int claimed =
        sql.update(
            "insert into _idempotency (key, request_hash, status, response, created_at)"
                + " values (?, ?, ?, '', ?) on conflict (key) do nothing",
            name,
            content,
            RUNNING,
            now);
    if (claimed == 1) {
      return Optional.empty();
    }
    return sql.first(
        "select request_hash, status, response from _idempotency where key = ?",
        row -> new Kept(row.text(1), (int) row.integer(2), row.text(3)),
        name);
  }

  private void save(String name, Response answer) {
    var node = Json.object();
    var headers = node.putObject("headers");
    answer.headers().forEach(headers::put);
    if (answer.body() instanceof Response.Body.Bytes(byte[] bytes, String type)) {
      node.put("type", type);
      if (type.equals(JSON)) {
        node.put("body", new String(bytes, UTF_8));
      } else {
        node.put("base64", bytes);
      }
    }
    database.write(sql ->
        sql.update(
            "update _idempotency set status = ?, response = ? where key = ?",
            answer.status(),
            Json.text(node),
            name));
  }

  private static Response replay(Kept kept, String content) {
    if (!kept.request().equals(content)) {
      throw Problem.of(
          Problem.Kind.INVALID,
          "idempotency_key_reused",
          "This Idempotency-Key came with another request before. Use a new key.");
    }
    if (kept.status() == RUNNING) {
      throw Problem.conflict(
          "idempotency_in_progress",
          "The first request with this Idempotency-Key has no answer yet. Wait and send it again;"
              + " if this stays so, see whether it took effect and use a new key.");
    }
    var node = Json.trusted(kept.response());
    var headers = new LinkedHashMap<String, String>();
    node.get("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().stringValue()));
    headers.put("Idempotency-Replayed", "true");
    return new Response(kept.status(), headers, body(node));
  }

  private static Response.Body body(JsonNode node) {
    if (!node.has("type")) {
      return new Response.Body.None();
    }
    var type = node.get("type").stringValue();
    return new Response.Body.Bytes(
        type.equals(JSON)
            ? node.get("body").stringValue().getBytes(UTF_8)
            : node.get("base64").binaryValue(),
        type);
  }

  /** At most once a minute, a bounded number of rows. */
  private void purge() {
    var now = clock.instant();
    var last = purged.get();
    if (now.isAfter(last.plus(PURGE_PAUSE)) && purged.compareAndSet(last, now)) {
      database.write(sql ->
          sql.update(
              "delete from _idempotency where key in (select key from _idempotency"
                  + " where created_at < ? order by created_at limit 1000)",
              now.minus(KEPT)));
    }
  }

  private static boolean worthKeeping(Response answer) {
    int status = answer.status();
    boolean final4xx =
        status >= 400 && status < 500 && status != 401 && status != 403 && status != 429;
    boolean small =
        switch (answer.body()) {
          case Response.Body.None _ -> true;
          case Response.Body.Bytes body -> body.bytes().length <= MOST_BYTES;
          case Response.Body.Stream _, Response.Body.Push _ -> false;
        };
    return small && (status < 300 || final4xx);
  }

  private static void check(String key) {
    boolean sane =
        !key.isEmpty()
            && key.length() <= LONGEST_KEY
            && key.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (!sane) {
      throw Problem.badRequest(
          "invalid_idempotency_key",
          "Idempotency-Key must be 1 to 255 visible ASCII characters, for example a UUID.");
    }
  }

  private static String caller(Request request) {
    var user = request.principal().userId();
    return user == null ? request.address() : user.toString();
  }

  private static String hash(String... parts) {
    var digest = new Sha256();
    Arrays.stream(parts).forEach(digest::add);
    return digest.hex();
  }
}
