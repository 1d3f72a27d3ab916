package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Scope;
import dev.tinybase.collections.Collection;
import dev.tinybase.collections.Collection.AccessRule;
import dev.tinybase.collections.Collection.AccessRules;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter.Variables;
import dev.tinybase.filters.FilterEvaluator;
import dev.tinybase.filters.FilterEvaluator.RecordStates;
import dev.tinybase.schema.Schema.Visibility;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One caller before the access rule of one action: whom it lets through, to which records.
 *
 * @param rule {@code public} for admins
 */
record AccessCheck(
    Action action,
    Collection collection,
    Principal principal,
    AccessRule rule,
    InstantSource clock) {
  AccessCheck(Action action, Collection collection, Principal principal, InstantSource clock) {
    this(action, collection, principal, rule(action, collection, principal), clock);
  }

  /** No rule opens anything to a program that its scopes do not. */
  private static AccessRule rule(Action action, Collection collection, Principal principal) {
    if (principal.isAdminFor(action.scope())) {
      return new AccessRule.Public();
    }
    return principal instanceof Principal.Application
        ? new AccessRule.AdminOnly()
        : action.rule(collection.options().access());
  }

  /** The same caller before the rule of another action. */
  AccessCheck of(Action other) {
    return new AccessCheck(other, collection, principal, clock);
  }

  /** Throws the 401 or 403 where the rule refuses the caller whatever the record. */
  void enter() {
    require(isOpen());
  }

  /** Whether the rule lets the caller come to some record at least. */
  boolean isOpen() {
    return rule.admits(principal.userId() != null);
  }

  /** Whether the rule, where it is about owners, lets the caller come to this one's records. */
  boolean admits(@Nullable UUID owner) {
    return !(rule instanceof AccessRule.Owner)
        || (owner != null && owner.equals(principal.userId()));
  }

  /** Whether the rule, where it is a filter, holds. */
  boolean holds(RecordStates states) {
    return !(rule instanceof AccessRule.When(var filter))
        || FilterEvaluator.holds(filter, states, variables());
  }

  /** Whether the rule lets the caller come to a record that is only looked at. */
  boolean admits(StoredRecord record) {
    return isOpen()
        && admits(record.ownerId())
        && holds(RecordStates.of(record.states(collection.schema())));
  }

  /** Throws the 401 or 403 where the rule does not allow it. */
  void require(boolean allowed) {
    if (!allowed) {
      throw refusal();
    }
  }

  /** Throws the 403 for others than admins who say something about a column of the system. */
  void adminsOnly(boolean said, String column) {
    if (said && !isAdmin()) {
      throw Problem.forbidden("admin_only", "Only admins may set '" + column + "' of a record.");
    }
  }

  /** What the variables of filters stand for. */
  Variables variables() {
    var email = principal instanceof Principal.User user ? user.email() : null;
    return new Variables(principal.userId(), email, principal.isAdmin(), clock.instant());
  }

  /** What the caller may know of the collection's records. */
  Visibility visibility() {
    return collection.visibility(isAdmin());
  }

  boolean isAdmin() {
    return principal.isAdminFor(action.scope());
  }

  @Nullable UUID userId() {
    return principal.userId();
  }

  /** The 403; for a change without an account the 401 that asks for one. */
  Problem refusal() {
    if (principal instanceof Principal.Anonymous && action.isChange()) {
      return Problem.notAuthenticated();
    }
    if (principal instanceof Principal.Application application) {
      return application.insufficientScope(action.scope());
    }
    return Problem.forbidden(
        "access_denied",
        "The access rule '"
            + action.verb()
            + "' of collection '"
            + collection.name()
            + "' does not allow this"
            + (principal instanceof Principal.Anonymous ? "; log in to act as yourself." : "."));
  }

  /** What may be done with records; each has its access rule. */
  enum Action {
    LIST,
    READ,
    CREATE,
    UPDATE,
    DELETE;

    /** What a mutation does; an upsert creates where there is nothing to update. */
    static Action of(Mutation mutation) {
      return switch (mutation) {
        case Mutation.Create _ -> CREATE;
        case Mutation.Update _, Mutation.Replace _, Mutation.Upsert _ -> UPDATE;
        case Mutation.Delete _ -> DELETE;
      };
    }

    AccessRule rule(AccessRules access) {
      return switch (this) {
        case LIST -> access.list();
        case READ -> access.read();
        case CREATE -> access.create();
        case UPDATE -> access.update();
        case DELETE -> access.delete();
      };
    }

    boolean isChange() {
      return this != LIST && this != READ;
    }

    /** The scope that lets a program do it. */
    Scope scope() {
      return isChange() ? Scope.RECORDS_WRITE : Scope.RECORDS_READ;
    }

    /** The action in a sentence: "may not … records". */
    String verb() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
