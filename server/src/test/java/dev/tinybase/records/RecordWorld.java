package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.collections.NewCollection;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Collections and records on a database of their own, and the people who use them. */
public final class RecordWorld implements AutoCloseable {
  public static final Principal ANONYMOUS = new Principal.Anonymous();
  public static final Principal.User ALICE = user("alice@example.org", false);
  public static final Principal.User BOB = user("bob@example.org", false);
  public static final Principal.User ADMIN = user("admin@example.org", true);

  public final Database database;
  public final CollectionService collections;
  public final ChangeLog changes;
  public final HookRegistry hooks = new HookRegistry();
  public final RecordService records;

  public RecordWorld(Engine engine) {
    this(engine, Clock.systemUTC());
  }

  public RecordWorld(Engine engine, Clock clock) {
    this(engine.fresh(), clock);
  }

  public RecordWorld(Database database, Clock clock) {
    this.database = database;
    collections = new CollectionService(database, clock);
    changes = new ChangeLog(database, clock);
    records = new RecordService(database, collections, changes, hooks, clock);
  }

  public static Principal.User user(String email, boolean admin) {
    return new Principal.User(UUID.randomUUID(), email, admin, UUID.randomUUID());
  }

  /** Makes a collection of the fields, in JSON with single quotes. */
  public void collection(String name, String fields, String options) {
    collections.create(
        new NewCollection(name, name, json("{'fields': [" + fields + "]}"), json(options)));
  }

  /** One with the rules for list, read, create, update and delete, each in JSON. */
  public void collection(String name, String fields, List<String> rules) {
    var words = List.of("list", "read", "create", "update", "delete");
    var access = new ArrayList<String>();
    for (int i = 0; i < words.size(); i++) {
      access.add("'" + words.get(i) + "': " + rules.get(i));
    }
    collection(name, fields, "{'access': {" + String.join(", ", access) + "}}");
  }

  public static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text.replace('\'', '"'));
  }

  public UUID create(Principal by, String collection, String data) {
    var made = apply(by, new Mutation.Create(collection, json(data)));
    return UUID.fromString(made.get("id").stringValue());
  }

  /** Made by an admin for somebody. */
  public UUID createFor(@Nullable UUID owner, String collection, String data) {
    var id = UUID.randomUUID();
    var theirs = Mutation.Owner.of(owner);
    apply(ADMIN, new Mutation.Create(collection, json(data), id, theirs, null, null));
    return id;
  }

  public JsonNode get(Principal by, String collection, UUID id) {
    return Json.parse(records.get(by, collection, id).json().toBytes());
  }

  public JsonNode patch(Principal by, String collection, UUID id, String data) {
    return apply(by, new Mutation.Update(collection, id, json(data)));
  }

  /** Changes a record that must still be of this version. */
  RecordJson.Document patch(Principal by, String collection, UUID id, String data, long version) {
    var update = new Mutation.Update(collection, id, json(data), Mutation.Owner.UNSAID, version);
    return records.apply(by, update).orElseThrow();
  }

  long version(Principal by, String collection, UUID id) {
    return records.get(by, collection, id).version();
  }

  public JsonNode replace(Principal by, String collection, UUID id, String data) {
    return apply(by, new Mutation.Replace(collection, id, json(data)));
  }

  public void delete(Principal by, String collection, UUID id) {
    records.apply(by, new Mutation.Delete(collection, id, null));
  }

  /** Applies what leaves a record, and gives that. */
  public JsonNode apply(Principal by, Mutation mutation) {
    return Json.parse(records.apply(by, mutation).orElseThrow().json().toBytes());
  }

  public JsonNode list(
      Principal by, String collection, Function<ListQuery.Parser, ListQuery> query) {
    return Json.parse(
        records
            .list(
                by, collection, query, (ListQuery asked) -> new ListQuery.JsonPage(asked, _ -> {}))
            .toBytes());
  }

  /** What the action answers: {@code ok}, or the code of its problem. */
  public static String outcome(Runnable action) {
    try {
      action.run();
      return "ok";
    } catch (Problem problem) {
      return problem.code();
    }
  }

  public static Function<ListQuery.Parser, ListQuery> all() {
    return query(Map.of());
  }

  /** A list query from the parameters that a URL may have. */
  public static Function<ListQuery.Parser, ListQuery> query(Map<String, String> query) {
    var filter = new java.util.LinkedHashMap<String, List<String>>();
    query.forEach((name, value) -> filter.put(name, List.of(value)));
    return view ->
        new ListQuery(
            view.sort(query.getOrDefault("sort", ListQuery.NEWEST_FIRST)),
            view.filter(filter),
            view.json(
                Optional.ofNullable(query.get("fields"))
                    .map(f -> List.of(f.split(",")))
                    .orElse(null)),
            Integer.parseInt(query.getOrDefault("limit", "100")),
            Long.parseLong(query.getOrDefault("offset", "0")),
            query.get("cursor"),
            Boolean.parseBoolean(query.getOrDefault("total", "true")));
  }

  @Override
  public void close() {
    database.close();
  }
}
