package dev.tinybase.api;

import dev.tinybase.db.Database;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether requests should be sent here. What is promised is tried: a read, and a write where none
 * went through since the last time; the first failure of each kind is logged.
 */
public final class Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final int PATIENCE_SECONDS = 5;
  private static final long PROBE_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String DATABASE = "database";

  /** Writes a little; the row is one for all nodes. */
  private static final String PROBE =
      "insert into _meta (key, value) values ('ready', '')"
          + " on conflict (key) do update set value = excluded.value";

  private final Database database;
  private final Map<String, Supplier<Optional<String>>> checks;
  private final TreeSet<String> failing = new TreeSet<>();
  private @Nullable FutureTask<Map<String, String>> check;
  private long commits;
  private long nextProbe = System.nanoTime();

  /**
   * Of a database, and of what else must go on.
   *
   * @param checks by name: why it fails, if it does
   */
  public Readiness(Database database, Map<String, Supplier<Optional<String>>> checks) {
    this.database = database;
    this.checks = checks;
  }

  Response answer(Request request) {
    var failures = tried();
    boolean draining = request.http().server().draining();
    boolean ready = failures.isEmpty() && !draining;
    return Response.json(ready ? 200 : 503, json(draining ? "draining" : word(failures), failures));
  }

  /** Tries everything: {@code status} is ready or unavailable, {@code checks} names each. */
  ObjectNode json() {
    var failures = tried();
    return json(word(failures), failures);
  }

  private static String word(Map<String, String> failures) {
    return failures.isEmpty() ? "ready" : "unavailable";
  }

  private ObjectNode json(String status, Map<String, String> failures) {
    var body = Json.object().put("status", status);
    var checks = body.putObject("checks").put(DATABASE, "ok").put("migrations", "ok");
    checks.put("nodes", "ok");
    this.checks.keySet().forEach(name -> checks.put(name, "ok"));
    failures.keySet().forEach(name -> checks.put(name, "failed"));
    return body;
  }

  private Map<String, String> tried() {
    var failures = failures();
    tell(failures);
    return failures;
  }

  /** Why each check failed that did; requests that come at the same time share one look. */
  private Map<String, String> failures() {
    try {
      return check().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      return Map.of(DATABASE, "no answer within " + PATIENCE_SECONDS + " seconds");
    } catch (ExecutionException e) {
      return Map.of(DATABASE, String.valueOf(e.getCause()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Map.of(DATABASE, "the server is shutting down");
    }
  }

  private synchronized FutureTask<Map<String, String>> check() {
    var running = check;
    if (running == null || running.isDone()) {
      running = new FutureTask<>(this::look);
      check = running;
      Thread.ofVirtual().name("tinybase-readiness").start(running);
    }
    return running;
  }

  private Map<String, String> look() {
    var failures = new LinkedHashMap<String, String>();
    try {
      if (!database.isReadable()) {
        failures.put(DATABASE, "the file of the database is damaged or cannot be read");
      }
      long read = database.read(sql -> sql.number("select count(*) from _meta"));
      if (read < 0 || !isWritable()) {
        failures.put(DATABASE, "the last write did not go through");
      }
    } catch (RuntimeException e) {
      failures.put(DATABASE, e.toString());
    }
    if (!database.status().current()) {
      failures.put("nodes", "changes of other nodes do not arrive");
    }
    checks.forEach((name, check) -> check.get().ifPresent(why -> failures.put(name, why)));
    return failures;
  }

  private boolean isWritable() {
    long done = database.status().commits();
    if (done == commits && System.nanoTime() - nextProbe >= 0) {
      nextProbe = System.nanoTime() + PROBE_PAUSE_NANOS;
      database.write(sql -> sql.update(PROBE));
      done = database.status().commits();
    }
    commits = done;
    return database.status().writable();
  }

  private synchronized void tell(Map<String, String> failures) {
    failures.forEach((name, why) -> {
      if (!checks.containsKey(name) && failing.add(name)) {
        LOG.warn("not ready: {}: {}", name, why);
      }
    });
    failing.removeIf(name -> {
      boolean healed = !failures.containsKey(name);
      if (healed) {
        LOG.info("ready again: {}", name);
      }
      return healed;
    });
  }
}
