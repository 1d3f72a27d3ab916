package dev.tinybase.hooks;

import java.util.Locale;
import java.util.Set;

/**
 * When a handler runs: one for each annotation of {@code dev.tinybase.sdk.hooks}. The form of what
 * comes from the change log stands beside its kind; each has {@code "user"}, too, who caused it:
 * {@code {"id", "email", "is_admin"}} or null.
 */
public enum HookKind {
  BEFORE_RECORD_CREATE,
  BEFORE_RECORD_UPDATE,
  BEFORE_RECORD_DELETE,
  BEFORE_RECORD_READ,
  BEFORE_REGISTER,
  BEFORE_LOGIN,
  BEFORE_FUNCTION_CALL,
  /** {@code {"collection", "record", "change": number}}. */
  ON_RECORD_CREATE,
  /** {@code {"collection", "before", "after", "change": number}}. */
  ON_RECORD_UPDATE,
  /** {@code {"collection", "record", "change": number}}. */
  ON_RECORD_DELETE,
  /** {@code {}}, beside the user whose account it is. */
  ON_USER_REGISTER,
  /** {@code {"address"}}, beside the user who it is. */
  ON_USER_LOGIN,
  /** {@code {"function_name", "call_id", "payload": any JSON}}. */
  ON_FUNCTION_CALL,
  /**
   * {@code {"function_name", "call_id", "status", "duration_ms": number, "error_type": text or
   * null, "error_message": text or null}}.
   */
  ON_FUNCTION_COMPLETE,
  /** {@code {}}. */
  ON_STARTUP;

  private static final Set<HookKind> BEFORE =
      Set.of(
          BEFORE_RECORD_CREATE,
          BEFORE_RECORD_UPDATE,
          BEFORE_RECORD_DELETE,
          BEFORE_RECORD_READ,
          BEFORE_REGISTER,
          BEFORE_LOGIN,
          BEFORE_FUNCTION_CALL);

  /** Whether what it waits for happens only after its handlers, which can refuse it. */
  public boolean isBefore() {
    return BEFORE.contains(this);
  }

  /** Whether its handlers are asked about the change of a record. */
  public boolean isOfChange() {
    return switch (this) {
      case BEFORE_RECORD_CREATE, BEFORE_RECORD_UPDATE, BEFORE_RECORD_DELETE -> true;
      case BEFORE_RECORD_READ,
          BEFORE_REGISTER,
          BEFORE_LOGIN,
          BEFORE_FUNCTION_CALL,
          ON_RECORD_CREATE,
          ON_RECORD_UPDATE,
          ON_RECORD_DELETE,
          ON_USER_REGISTER,
          ON_USER_LOGIN,
          ON_FUNCTION_CALL,
          ON_FUNCTION_COMPLETE,
          ON_STARTUP ->
          false;
    };
  }

  /** The name of its annotation, such as {@code BeforeRecordCreate}. */
  public String annotation() {
    var words = new StringBuilder();
    for (var word : name().split("_", -1)) {
      words.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return words.toString();
  }
}
