package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.changes.Change;
import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.FilterEvaluator.RecordStates;
import dev.tinybase.hooks.HookChain;
import dev.tinybase.schema.RecordPatch;
import dev.tinybase.text.Instants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A mutation by somebody on one version of a collection, checked as far as that is possible without
 * the stored record. It can be applied again when its transaction has to be repeated.
 */
public final class PreparedMutation {
  private static final long ANY = -1;

  private final RecordTable table;
  private final AccessCheck access;
  private final AccessCheck reader;
  private final Mutation mutation;
  private final Instant now;
  private final HookChain cause = HookChain.current();
  private boolean checked;
  private long expected = ANY;
  private @Nullable StoredRecord made;
  private @Nullable RecordPatch patch;
  private @Nullable Object key;
  private @Nullable Problem refusal;

  /** Throws the 401 or 403 where the caller is refused anyhow; its data is not checked yet. */
  PreparedMutation(RecordTable table, Principal principal, Mutation mutation, InstantSource clock) {
    this.table = table;
    this.mutation = mutation;
    access = new AccessCheck(AccessCheck.Action.of(mutation), table.collection(), principal, clock);
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

  /** Checks the data, and what the rules say without the stored record. */
  PreparedMutation check(Supplier<UUID> ids) {
    checked = true;
    switch (mutation) {
      case Mutation.Create create -> made = made(create, access, ids);
      case Mutation.Update update -> {
        patch = table.validator().patch(update.data(), access.visibility());
        access.adminsOnly(update.owner().said(), "owner_id");
      }
      case Mutation.Replace replace -> access.adminsOnly(replace.owner().said(), "owner_id");
      case Mutation.Delete _ -> {}
      case Mutation.Upsert(_, var create) -> {
        patch = table.validator().patch(create.data(), access.visibility());
        access.adminsOnly(create.owner().said(), "owner_id");
        try {
          made = made(create, access.of(AccessCheck.Action.CREATE), ids);
        } catch (Problem e) {
          refusal = e;
        }
      }
    }
    return this;
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

  /** What it inserts whatever is stored; null for what is no insert, or not checked yet. */
  @Nullable StoredRecord insert() {
    return key == null ? made : null;
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
    var on = mutation instanceof Mutation.Upsert upsert ? upsert.on() : "id";
    @Nullable StoredRecord found = table.find(sql, on, key, locked).orElse(null);
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

  /** What is to be stored instead of what {@link #find} has found; null for nothing. */
  @Nullable StoredRecord after(@Nullable StoredRecord before) {
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
        var values =
            table.validator().replace(replace.data(), before.values(), access.visibility());
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
                : hooks.showChanged(WholeRecord.of(table.whole(), json, after), form));
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
        cause.isEmpty() ? null : cause.toString());
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
    var values = table.validator().create(create.data(), access.visibility());
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
