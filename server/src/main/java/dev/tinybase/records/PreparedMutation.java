package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.changes.Change;
import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.FilterEvaluator.RecordStates;
import dev.tinybase.hooks.HookChain;
import dev.tinybase.hooks.HookHandler;
import dev.tinybase.schema.RecordPatch;
import dev.tinybase.schema.Schema.Visibility;
import dev.tinybase.text.Instants;
import dev.tinybase.threads.RequestId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mutation by somebody on one version of a collection, checked as far as that is possible without
 * the stored record. It can be applied again when its transaction has to be repeated.
 */
public final class PreparedMutation {
  private static final Logger LOG = LoggerFactory.getLogger(PreparedMutation.class);
  private static final long ANY = -1;

  private final RecordTable table;
  private final AccessCheck access;
  private final AccessCheck reader;
  private final Mutation mutation;
  private final Map<String, String> setBy; // the hooks' handlers that have set fields, by field
  private final Visibility visibility;
  private final Instant now;
  private final @Nullable Object key;
  private final HookChain cause = HookChain.current();
  private boolean checked;
  private long expected = ANY;
  private @Nullable StoredRecord made;
  private @Nullable RecordPatch patch;
  private @Nullable Problem refusal; // of a record to be made
  private @Nullable Problem hookRefusal;

  /** Throws the 401 or 403 where the caller is refused anyhow; its data is not checked yet. */
  PreparedMutation(RecordTable table, Principal principal, Mutation mutation, InstantSource clock) {
    this.table = table;
    this.mutation = mutation;
    setBy = Map.of();
    access = new AccessCheck(AccessCheck.Action.of(mutation), table.collection(), principal, clock);
    visibility = access.visibility();
    now = Instants.micros(clock.instant());
    reader = access.of(AccessCheck.Action.READ);
    if (!(mutation instanceof Mutation.Upsert) || principal instanceof Principal.Anonymous) {
      access.enter();
    }
    key =
        switch (mutation) {
          case Mutation.Create _ -> null;
          case Mutation.Update update -> update.id();
          case Mutation.Replace replace -> replace.id();
          case Mutation.Delete delete -> delete.id();
          case Mutation.Upsert upsert -> upsert.key(table.collection());
        };
  }

  /** The same by the same caller at the same time, with what hooks have made of the mutation. */
  private PreparedMutation(PreparedMutation origin, RecordHooks.Answer answer) {
    table = origin.table;
    access = origin.access;
    reader = origin.reader;
    now = origin.now;
    key = origin.key;
    mutation = answer.mutation();
    setBy = answer.setBy();
    // hooks are the operator's code: they set what only admins may
    visibility =
        setBy.isEmpty() ? origin.visibility : origin.visibility.writing(answer.setBy().keySet());
  }

  /**
   * Asks the handlers of hooks, and checks what they make of it.
   *
   * @param stored the record that was {@link #find found}
   */
  PreparedMutation asked(RecordHooks hooks, @Nullable StoredRecord stored, Supplier<UUID> ids) {
    var answer = hooks.ask(table, access.principal(), mutation, stored);
    return new PreparedMutation(this, answer).check(ids);
  }

  /** The same, which is going to fail with this when it is applied. */
  PreparedMutation refused(Problem problem) {
    var refused = new PreparedMutation(this, new RecordHooks.Answer(mutation, setBy));
    refused.checked = true;
    refused.hookRefusal = problem;
    return refused;
  }

  /** Checks the data, and what the rules say without the stored record. */
  PreparedMutation check(Supplier<UUID> ids) {
    checked = true;
    try {
      read(ids);
    } catch (Problem e) {
      throw blamed(e);
    }
    return this;
  }

  private void read(Supplier<UUID> ids) {
    switch (mutation) {
      case Mutation.Create create -> made = made(create, access, ids);
      case Mutation.Update update -> {
        patch = table.validator().patch(update.data(), visibility);
        access.adminsOnly(update.owner().said(), "owner_id");
      }
      case Mutation.Replace replace -> access.adminsOnly(replace.owner().said(), "owner_id");
      case Mutation.Delete _ -> {}
      case Mutation.Upsert(_, var create) -> {
        patch = table.validator().patch(create.data(), visibility);
        access.adminsOnly(create.owner().said(), "owner_id");
        try {
          made = made(create, access.of(AccessCheck.Action.CREATE), ids);
        } catch (Problem e) {
          refusal = blamed(e);
        }
      }
    }
  }

  /**
   * The refusal itself where it is about what the caller has sent. A value that a hook has set is
   * no fault of his.
   */
  private Problem blamed(Problem refused) {
    var hooks = refused.errors().stream().filter(it -> setBy.containsKey(it.field())).toList();
    if (hooks.isEmpty()) {
      return refused;
    }
    if (hooks.size() < refused.errors().size()) {
      var own = refused.errors().stream().filter(it -> !setBy.containsKey(it.field())).toList();
      return Problem.invalidRecord(own);
    }
    hooks.forEach(it ->
        LOG.error(
            "hook {} has set the field '{}' of a record of '{}' to what its schema refuses: {},"
                + " request {}",
            setBy.get(it.field()),
            it.field(),
            mutation.collection(),
            it.message(),
            RequestId.current()));
    return HookHandler.failed();
  }

  /**
   * From now on it fails with {@link RecordWriter.VersionConflict} where another state is stored
   * than this.
   */
  PreparedMutation expect(@Nullable StoredRecord seen) {
    expected = version(seen);
    return this;
  }

  boolean isChecked() {
    return checked;
  }

  /** The id of the record that it changes, where that is said. */
  Optional<UUID> id() {
    return key instanceof UUID id ? Optional.of(id) : Optional.empty();
  }

  /** Whether it makes a record, whatever there is. */
  boolean isCreate() {
    return key == null;
  }

  /** What it inserts whatever is stored; null for what is no insert, or not checked yet. */
  @Nullable StoredRecord insert() {
    return isCreate() ? made : null;
  }

  /** What a violation of the database's constraints means to the caller. */
  RuntimeException refused(ConstraintViolation violation) {
    return Violations.of(violation, access.visibility());
  }

  /**
   * The record that it is about, or null where it makes one; 404 without it, 403 where the rule's
   * words refuse it. One that the read rule hides from the caller is not there, unless that rule
   * hides every record from him: then he changes what he does not see.
   *
   * @param locked whether it is to stay as it is until the transaction ends
   */
  @Nullable StoredRecord find(Sql sql, boolean locked) {
    if (key == null) {
      return null;
    }
    @Nullable StoredRecord found = table.find(sql, on(), key, locked).orElse(null);
    if (found != null && reader.isOpen() && !reader.admits(found)) {
      found = null;
    }
    if (found != null) {
      require(access.admits(found.ownerId()), found);
    } else if (!(mutation instanceof Mutation.Upsert)) {
      throw table.notFound(key);
    }
    if (locked && expected != ANY && expected != version(found)) {
      throw new RecordWriter.VersionConflict();
    }
    return found;
  }

  /**
   * Whether no mutation has to see what another one of them does: each is about a record of its
   * own, as far as that can be told without a look.
   */
  static boolean areOfDifferentRecords(List<PreparedMutation> mutations) {
    record Identity(int collection, Object value) {}
    var fields = new HashMap<Integer, String>();
    var known = new HashSet<Identity>();
    for (var mutation : mutations) {
      int collection = mutation.table.collection().number();
      @Nullable Object value =
          mutation.mutation instanceof Mutation.Create create ? create.id() : mutation.key;
      if (!fields
              .merge(collection, mutation.on(), (a, b) -> a.equals(b) ? a : "")
              .equals(mutation.on())
          || (value != null && !known.add(new Identity(collection, value)))) {
        return false;
      }
    }
    return true;
  }

  /** The field by which it finds its record. */
  private String on() {
    return mutation instanceof Mutation.Upsert upsert ? upsert.on() : "id";
  }

  /** What is to be stored instead of what {@link #find} has found; null for nothing. */
  @Nullable StoredRecord after(@Nullable StoredRecord before) {
    if (hookRefusal != null) {
      throw hookRefusal;
    }
    try {
      return changed(before);
    } catch (Problem e) {
      throw blamed(e);
    }
  }

  private @Nullable StoredRecord changed(@Nullable StoredRecord before) {
    if (before == null) {
      if (refusal != null) {
        throw refusal;
      }
      return made;
    }
    return switch (mutation) {
      case Mutation.Create _ -> made;
      case Mutation.Update update ->
          changed(before, patched(before), update.owner(), null, update.version());
      case Mutation.Replace replace -> {
        var values = table.validator().replace(replace.data(), before.values(), visibility);
        yield changed(before, values, replace.owner(), null, replace.version());
      }
      case Mutation.Upsert(var on, var create) -> {
        if (create.id() != null && !create.id().equals(before.id())) {
          throw Mutation.Upsert.bad("id", "differs from that of the record with this " + on);
        }
        yield changed(before, patched(before), create.owner(), create.updatedAt(), null);
      }
      case Mutation.Delete delete -> {
        require(access.holds(RecordStates.of(before.states(table.schema()))), before);
        requireVersion(before, delete.version());
        yield null;
      }
    };
  }

  /**
   * A result in a form of the caller's; empty for a record that was deleted.
   *
   * @param hooks what it passes before it is shown; null for nothing
   */
  <T> Optional<T> shown(Mutation.Result result, RecordForm<T> form, @Nullable ReadHooks hooks) {
    @Nullable StoredRecord after = result.after();
    if (after == null) {
      return Optional.empty();
    }
    var json = table.json(access);
    return Optional.ofNullable(
        !reader.admits(after)
            ? form.unseen(after.id())
            : hooks == null
                ? form.of(json, after)
                : hooks.showChanged(table.whole().whole(after), json, form));
  }

  /** A result as the change log keeps it, with every field. */
  Change change(Mutation.Result result) {
    var before = result.before();
    var after = result.after();
    var operation =
        before == null
            ? Change.Operation.CREATE
            : after == null ? Change.Operation.DELETE : Change.Operation.UPDATE;
    var id = Objects.requireNonNull(after == null ? before : after).id();
    return new Change(
        table.collection().number(),
        id,
        operation,
        access.userId(),
        now,
        before == null ? null : table.json(before),
        after == null ? null : table.json(after),
        cause.text());
  }

  RecordTable table() {
    return table;
  }

  Mutation mutation() {
    return mutation;
  }

  AccessCheck access() {
    return access;
  }

  private StoredRecord made(Mutation.Create create, AccessCheck access, Supplier<UUID> ids) {
    access.enter();
    access.adminsOnly(create.id() != null, "id");
    access.adminsOnly(create.owner().said(), "owner_id");
    access.adminsOnly(create.createdAt() != null, "created_at");
    access.adminsOnly(create.updatedAt() != null, "updated_at");
    var values = table.validator().create(create.data(), visibility);
    var id = create.id() == null ? ids.get() : create.id();
    var createdAt = create.createdAt() == null ? now : create.createdAt();
    var updatedAt = create.updatedAt() == null ? createdAt : create.updatedAt();
    var owner = create.owner().or(access.userId());
    var record = new StoredRecord(id, owner, createdAt, updatedAt, 1, values);
    access.require(access.holds(RecordStates.created(record.states(table.schema()))));
    return record;
  }

  /** The record itself where nothing changes, so that it gets no new version. */
  private StoredRecord changed(
      StoredRecord before,
      @Nullable Object[] values,
      Mutation.Owner owner,
      @Nullable Instant time,
      @Nullable Long version) {
    var updatedAt = time == null ? now : time;
    var after =
        before.changed(
            owner.or(before.ownerId()),
            updatedAt.isBefore(before.updatedAt()) ? before.updatedAt() : updatedAt,
            values);
    var schema = table.schema();
    require(
        access.holds(RecordStates.updated(before.states(schema), after.states(schema))), before);
    requireVersion(before, version);
    return after.hasContentOf(before) ? before : after;
  }

  private @Nullable Object[] patched(StoredRecord before) {
    return before.patched(Objects.requireNonNull(patch));
  }

  /** Throws the 403 for a record that the caller may read, and the 404 for others. */
  private void require(boolean allowed, StoredRecord stored) {
    if (!allowed) {
      throw key instanceof UUID id && !reader.admits(stored)
          ? table.notFound(id)
          : access.refusal();
    }
  }

  private static void requireVersion(StoredRecord stored, @Nullable Long demanded) {
    if (demanded != null && demanded != stored.version()) {
      throw Problem.of(
          Problem.Kind.PRECONDITION_FAILED,
          "stale_version",
          "The record is at version "
              + stored.version()
              + " now. Read it again and repeat the change with its new ETag.");
    }
  }

  private static long version(@Nullable StoredRecord stored) {
    return stored == null ? 0 : stored.version();
  }
}
