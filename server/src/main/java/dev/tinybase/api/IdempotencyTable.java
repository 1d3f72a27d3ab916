package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The statements on the table of idempotency keys and their answers. */
public final class IdempotencyTable {
  private static final Duration KEPT = Duration.ofHours(24);
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final int RUNNING = 0;

  /** Keys that one transaction removes; their answers may be large. */
  private static final int SLICE = 100;

  private static final String JSON = "application/json";

  /** Takes a key that is new, too old, or held by a process that lives no more. */
  private static final String CLAIM =
      """
      insert into _idempotency
        (key, request_hash, status, response, owner, lease_until, created_at)
        values (?, ?, 0, '', ?, ?, ?)
      on conflict (key) do update set request_hash = excluded.request_hash, status = 0,
        response = '', owner = excluded.owner, lease_until = excluded.lease_until,
        created_at = excluded.created_at
      where _idempotency.created_at < ? or _idempotency.status = 0
        and (? or _idempotency.owner = excluded.owner or _idempotency.lease_until < ?)\
      """;

  /**
   * A key of a client.
   *
   * @param name a hash of all that the key is said for
   * @param content a hash of the request
   */
  record IdempotencyKey(String name, String content) {}

  /** What is known of a key. */
  record Kept(String content, int status, String response) {
    boolean hasEnded() {
      return status != RUNNING;
    }

    /** The answer once more. */
    Response replay(IdempotencyKey key) {
      if (!content.equals(key.content())) {
        throw Problem.of(
            Problem.Kind.INVALID,
            "idempotency_key_reused",
            "This Idempotency-Key came with another request before. Use a new key.");
      }
      if (!hasEnded()) {
        throw inProgress();
      }
      var node = Json.trusted(response);
      var headers = new LinkedHashMap<String, String>();
      node.get("headers")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().stringValue()));
      headers.put("Idempotency-Replayed", "true");
      return new Response(status, headers, body(node));
    }
  }

  private final Database database;
  private final Clock clock;
  private final String owner = UUID.randomUUID().toString();

  /** The table as one process sees it. */
  public IdempotencyTable(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Whether there is but one process: the claims of any other are those of a dead one. */
  boolean isAlone() {
    return database.dialect().isSqlite();
  }

  Optional<Kept> find(Sql sql, IdempotencyKey key) {
    return sql.first(
        "select request_hash, status, response from _idempotency where key = ? and created_at >= ?",
        row -> new Kept(row.text(1), (int) row.integer(2), row.text(3)),
        key.name(),
        clock.instant().minus(KEPT));
  }

  /**
   * Makes the key this process's; gives what is there where it is another's or has an answer. No
   * request with the key must run in this process already.
   */
  Optional<Kept> claim(Sql sql, IdempotencyKey key) {
    var now = clock.instant();
    int claimed =
        sql.update(
            CLAIM,
            key.name(),
            key.content(),
            owner,
            now.plus(LEASE),
            now,
            now.minus(KEPT),
            isAlone(),
            now);
    return claimed == 1 ? Optional.empty() : find(sql, key);
  }

  /** This process lives, and the requests with these keys still run. */
  void renew(Collection<String> names) {
    database.write(sql -> {
      var until = clock.instant().plus(LEASE);
      for (var name : names) {
        sql.update(
            "update _idempotency set lease_until = ? where key = ? and owner = ? and status = 0",
            until,
            name,
            owner);
      }
      return true;
    });
  }

  /** Keeps the answer; false where the key is another's by now. */
  boolean save(Sql sql, IdempotencyKey key, Response answer) {
    int saved =
        sql.update(
            "update _idempotency set status = ?, response = ? where key = ? and owner = ?",
            answer.status(),
            Json.text(json(answer)),
            key.name(),
            owner);
    return saved == 1;
  }

  /** Gives the key back: the next request with it runs. */
  void release(Sql sql, IdempotencyKey key) {
    sql.update(
        "delete from _idempotency where key = ? and owner = ? and status = 0", key.name(), owner);
  }

  /** Removes the keys that are too old to be answered again, and tells how many. */
  public long removeOld() {
    var before = clock.instant().minus(KEPT);
    return database.writeInSlices(
        SLICE,
        sql ->
            sql.update(
                "delete from _idempotency where key in (select key from _idempotency"
                    + " where created_at < ? order by created_at limit ?)",
                before,
                SLICE));
  }

  static Problem inProgress() {
    return Problem.conflict(
            "idempotency_in_progress",
            "The first request with this Idempotency-Key still runs. Wait and send it again.")
        .header("Retry-After", "1");
  }

  private static JsonNode json(Response answer) {
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
    return node;
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
}
