package dev.tinybase.hooks;

import java.util.Locale;
import java.util.Set;

/** When a handler runs: one for each annotation of {@code dev.tinybase.sdk.hooks}. */
public enum HookKind {
  BEFORE_RECORD_CREATE,
  BEFORE_RECORD_UPDATE,
  BEFORE_RECORD_DELETE,
  BEFORE_RECORD_READ,
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

  /** The name of its annotation, such as {@code BeforeRecordCreate}. */
  public String annotation() {
    var words = new StringBuilder();
    for (var word : name().split("_", -1)) {
      words.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return words.toString();
  }
}
