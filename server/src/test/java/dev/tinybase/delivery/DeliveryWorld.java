package dev.tinybase.delivery;

import dev.tinybase.auth.Principal;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.collections.NewCollection;
import dev.tinybase.db.Database;
import dev.tinybase.hooks.HookAction;
import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookChain;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.hooks.HookFigures;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.json.Json;
import dev.tinybase.records.Mutation;
import dev.tinybase.records.RecordService;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A node with records and handlers, on a database that others may have open, too. */
final class DeliveryWorld implements AutoCloseable {
  static final Principal.User ANN =
      new Principal.User(UUID.randomUUID(), "ann@example.org", true, UUID.randomUUID());

  final Database database;
  final CollectionService collections;
  final ChangeLog log;
  final HookRegistry registry = new HookRegistry();
  final RecordService records;
  final HookDelivery delivery;
  final AtomicBoolean complete = new AtomicBoolean(true);
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final List<HookHandler> handlers = new ArrayList<>();

  DeliveryWorld(String url, String node) {
    this(url, node, 10_000, new ChangeLog.Retention(Duration.ofDays(7), 1_000_000));
  }

  DeliveryWorld(String url, String node, int mostWaiting, ChangeLog.Retention retention) {
    this(Engine.open(url), node, mostWaiting, retention);
  }

  DeliveryWorld(Database database, String node, int mostWaiting, ChangeLog.Retention retention) {
    this.database = database;
    collections = new CollectionService(database, now::get);
    log = new ChangeLog(database, now::get, retention);
    records = new RecordService(database, collections, log, registry, now::get);
    var options =
        new HookDelivery.Options(node, 4, mostWaiting, Duration.ofSeconds(20), new Random(1));
    delivery =
        new HookDelivery(
            database, log, registry, collections, DeliveryWorld::user, options, now::get);
  }

  private static HookCause user(UUID id) {
    var email = id.equals(ANN.id()) ? ANN.email() : null;
    return new HookCause(id, email, email != null, HookChain.NONE);
  }

  void start() {
    delivery.start(complete::get);
    delivery.ready();
  }

  void collection(String name) {
    var fields =
        "{\"fields\": [{\"name\": \"n\", \"type\": \"integer\"},"
            + " {\"name\": \"open\", \"type\": \"boolean\"}]}";
    collections.create(new NewCollection(name, name, Json.parse(fields), Json.parse("{}")));
  }

  /** Another node has made it, of which this one hears a little later. */
  void awaitCollection(String name) {
    Eventually.until("the collection is known", () -> collections.find(name).isPresent());
  }

  /** Loads a handler, as a file that is saved does. */
  void on(HookKind kind, String name, String target, HookAction action) {
    on(kind, name, target, null, action);
  }

  void on(HookKind kind, String name, String target, @Nullable String where, HookAction action) {
    var condition = where == null ? null : (ObjectNode) Json.parse(where);
    var declaration = new HookDeclaration(kind, Set.of(target), condition, 0);
    handlers.add(new HookHandler(declaration, name, "hooks.java", null, action, new HookFigures()));
    registry.replace(handlers);
  }

  /** Deletes the file of a handler. */
  void remove(String name) {
    handlers.removeIf(handler -> handler.name().equals(name));
    registry.replace(handlers);
  }

  UUID create(String collection, int n) {
    return UUID.fromString(apply(new Mutation.Create(collection, data(n))));
  }

  void update(String collection, UUID id, int n) {
    apply(new Mutation.Update(collection, id, data(n)));
  }

  void delete(String collection, UUID id) {
    records.apply(ANN, new Mutation.Delete(collection, id, null));
  }

  private static ObjectNode data(int n) {
    return Json.object().put("n", n).put("open", n % 2 == 0);
  }

  private String apply(Mutation mutation) {
    var document = records.apply(ANN, mutation).orElseThrow();
    return Json.parse(document.json().toBytes()).get("id").stringValue();
  }

  /** Lets time pass, so that what waits for its next attempt has its turn. */
  void pass(Duration time) {
    now.updateAndGet(it -> it.plus(time));
    delivery.wake();
  }

  void settle() {
    if (!delivery.awaitIdle(Duration.ofSeconds(30))) {
      throw new AssertionError("handlers are not done within 30 seconds");
    }
  }

  HookInfo info(String name) {
    return delivery.service().list().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    delivery.close();
    database.close();
  }
}
