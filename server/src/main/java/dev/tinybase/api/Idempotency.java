package dev.tinybase.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tinybase.api.IdempotencyTable.IdempotencyKey;
import dev.tinybase.api.IdempotencyTable.Kept;
import dev.tinybase.auth.Principal;
import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.text.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that carry an {@code Idempotency-Key} run once: the first answer is kept for a day and
 * given again (draft-ietf-httpapi-idempotency-key-header). Answers that a repetition may better
 * (401, 403, 429, 5xx) are not kept.
 *
 * <p>Where a route writes in one transaction, the answer is written with it (see {@link
 * Request#once}): there are both or neither. Elsewhere the key is claimed before the request runs,
 * so that two at the same time, on any node, can't both run. A claim is its process's as long as
 * that lives; after a crash the next request with the key runs again.
 */
final class Idempotency {
  private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
  private static final Duration RENEWAL = Duration.ofSeconds(3);
  private static final int LONGEST_KEY = 255;

  private final Database database;
  private final IdempotencyTable table;

  /** The names of the keys whose requests run in this process. */
  private final Set<String> running = new HashSet<>();

  private boolean renewing; // guarded by running

  Idempotency(Database database, Clock clock) {
    this.database = database;
    this.table = new IdempotencyTable(database, clock);
  }

  /** The first answer to the key: from the table, or else from running the request now. */
  Response answer(Request request, String text, Route route, Supplier<Response> run) {
    check(text);
    var name = hash(caller(request), request.method(), request.path(), text);
    var key = new IdempotencyKey(name, hash(request.query().toString(), content(request)));
    var kept = database.read(sql -> table.find(sql, key)).filter(Kept::hasEnded);
    if (kept.isPresent()) {
      return kept.get().replay(key);
    }
    return route.idempotent() == Route.Idempotent.IN_TRANSACTION
        ? inTransaction(request, key, run)
        : leased(request, key, run);
  }

  /** A success is kept in the request's own transaction, a refusal has none. */
  private Response inTransaction(Request request, IdempotencyKey key, Supplier<Response> run) {
    request.onceBy((sql, answer) -> once(sql, key, answer), better -> amended(key, better));
    var answer = run.get();
    return answer.status() < 300 || !isWorthKeeping(answer)
        ? answer
        : database.write(sql -> once(sql, key, () -> answer));
  }

  private Response once(Sql sql, IdempotencyKey key, Supplier<Response> answer) {
    var kept = table.claim(sql, key);
    if (kept.isPresent()) {
      return kept.get().replay(key);
    }
    var first = answer.get();
    if (isWorthKeeping(first)) {
      table.save(sql, key, first);
    } else {
      table.release(sql, key);
    }
    return first;
  }

  /** Where it can't be kept the one before stays. */
  private Response amended(IdempotencyKey key, Response better) {
    if (isWorthKeeping(better)) {
      end(sql -> table.save(sql, key, better));
    }
    return better;
  }

  private Response leased(Request request, IdempotencyKey key, Supplier<Response> run) {
    if (!begin(key)) {
      throw IdempotencyTable.inProgress();
    }
    try {
      var kept = database.write(sql -> table.claim(sql, key));
      return kept.isPresent() ? kept.get().replay(key) : first(request, key, run);
    } finally {
      synchronized (running) {
        running.remove(key.name());
      }
    }
  }

  private Response first(Request request, IdempotencyKey key, Supplier<Response> run) {
    boolean keep = false;
    var kept = new AtomicBoolean();
    request.onceBy(
        (sql, work) -> {
          sql.afterCommit(() -> kept.set(true));
          return keep(sql, key, work);
        },
        better -> amended(key, better));
    try {
      var answer = run.get();
      keep = isWorthKeeping(answer);
      if (keep && !kept.get()) {
        end(sql -> table.save(sql, key, answer));
      }
      return answer;
    } finally {
      if (!keep) {
        end(sql -> table.release(sql, key));
      }
    }
  }

  /** With what the request writes, which is undone where another has taken the key meanwhile. */
  private Response keep(Sql sql, IdempotencyKey key, Supplier<Response> work) {
    var answer = work.get();
    if (!table.save(sql, key, answer)) {
      throw IdempotencyTable.inProgress();
    }
    return answer;
  }

  /** What the database can't take must not take the answer away; the key is free after it. */
  private void end(Consumer<Sql> work) {
    try {
      database.write(sql -> {
        work.accept(sql);
        return true;
      });
    } catch (RuntimeException e) {
      LOG.warn("the answer to an Idempotency-Key was not kept: {}", e.toString());
    }
  }

  /** False where a request with the key runs in this process already. */
  private boolean begin(IdempotencyKey key) {
    synchronized (running) {
      if (!running.add(key.name())) {
        return false;
      }
      if (!renewing && !table.isAlone()) {
        renewing = true;
        Thread.ofVirtual().name("tinybase-idempotency").start(this::renew);
      }
      return true;
    }
  }

  /** Renews the leases of what runs, until nothing does. */
  private void renew() {
    try {
      while (true) {
        Thread.sleep(RENEWAL);
        List<String> names;
        synchronized (running) {
          names = List.copyOf(running);
          if (names.isEmpty()) {
            renewing = false;
            return;
          }
        }
        renew(names);
      }
    } catch (InterruptedException _) {
      // nobody interrupts it but the end of the process
    }
  }

  private void renew(List<String> names) {
    try {
      table.renew(names);
    } catch (RuntimeException e) {
      LOG.warn("the leases of Idempotency-Keys were not renewed: {}", e.toString());
    }
  }

  private static boolean isWorthKeeping(Response answer) {
    int status = answer.status();
    boolean final4xx =
        status >= 400 && status < 500 && status != 401 && status != 403 && status != 429;
    boolean small =
        switch (answer.body()) {
          case Response.Body.None _ -> true;
          case Response.Body.Bytes body -> body.bytes().length <= Request.MOST_KEPT_BYTES;
          case Response.Body.LargeJson _, Response.Body.Stream _, Response.Body.Push _ -> false;
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

  /** A route that takes bytes need not get JSON. */
  private static String content(Request request) {
    var bytes = request.bytes();
    return bytes.length > 0 ? new String(bytes, ISO_8859_1) : Json.text(request.json());
  }

  private static String caller(Request request) {
    return switch (request.principal()) {
      case Principal.User user -> user.id().toString();
      case Principal.Application application -> "token:" + application.id();
      case Principal.Anonymous _, Principal.Operator _ -> request.address();
    };
  }

  private static String hash(String... parts) {
    var digest = new Sha256();
    Arrays.stream(parts).forEach(digest::add);
    return digest.hex();
  }
}
