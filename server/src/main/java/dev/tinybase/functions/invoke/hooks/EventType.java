package dev.tinybase.functions.invoke.hooks;

import dev.tinybase.hooks.HookKind;
import dev.tinybase.sdk.hooks.CallDraft;
import dev.tinybase.sdk.hooks.FunctionCalled;
import dev.tinybase.sdk.hooks.FunctionCompleted;
import dev.tinybase.sdk.hooks.LoginAttempt;
import dev.tinybase.sdk.hooks.RecordCreated;
import dev.tinybase.sdk.hooks.RecordDeleted;
import dev.tinybase.sdk.hooks.RecordDraft;
import dev.tinybase.sdk.hooks.RecordRemoval;
import dev.tinybase.sdk.hooks.RecordUpdated;
import dev.tinybase.sdk.hooks.RecordView;
import dev.tinybase.sdk.hooks.Registration;
import dev.tinybase.sdk.hooks.UserLoggedIn;
import dev.tinybase.sdk.hooks.UserRegistered;
import org.jspecify.annotations.Nullable;

/** What a hook is told of, by the type of the SDK that its method takes. */
public enum EventType {
  RECORD_DRAFT(RecordDraft.class),
  RECORD_REMOVAL(RecordRemoval.class),
  RECORD_VIEW(RecordView.class),
  REGISTRATION(Registration.class),
  LOGIN_ATTEMPT(LoginAttempt.class),
  CALL_DRAFT(CallDraft.class),
  RECORD_CREATED(RecordCreated.class),
  RECORD_UPDATED(RecordUpdated.class),
  RECORD_DELETED(RecordDeleted.class),
  USER_REGISTERED(UserRegistered.class),
  USER_LOGGED_IN(UserLoggedIn.class),
  FUNCTION_CALLED(FunctionCalled.class),
  FUNCTION_COMPLETED(FunctionCompleted.class),
  /** The server is ready, and there is nothing more to tell. */
  STARTUP(null);

  private final @Nullable Class<?> type;

  EventType(@Nullable Class<?> type) {
    this.type = type;
  }

  /** What the hooks of a kind are told of. */
  public static EventType of(HookKind kind) {
    return switch (kind) {
      case BEFORE_RECORD_CREATE, BEFORE_RECORD_UPDATE -> RECORD_DRAFT;
      case BEFORE_RECORD_DELETE -> RECORD_REMOVAL;
      case BEFORE_RECORD_READ -> RECORD_VIEW;
      case BEFORE_REGISTER -> REGISTRATION;
      case BEFORE_LOGIN -> LOGIN_ATTEMPT;
      case BEFORE_FUNCTION_CALL -> CALL_DRAFT;
      case ON_RECORD_CREATE -> RECORD_CREATED;
      case ON_RECORD_UPDATE -> RECORD_UPDATED;
      case ON_RECORD_DELETE -> RECORD_DELETED;
      case ON_USER_REGISTER -> USER_REGISTERED;
      case ON_USER_LOGIN -> USER_LOGGED_IN;
      case ON_FUNCTION_CALL -> FUNCTION_CALLED;
      case ON_FUNCTION_COMPLETE -> FUNCTION_COMPLETED;
      case ON_STARTUP -> STARTUP;
    };
  }

  /** What a method takes for it; null where it takes nothing. */
  public @Nullable Class<?> parameter() {
    return type;
  }

  /** Its name in the SDK, for people. */
  String title() {
    return type == null ? "nothing" : type.getSimpleName();
  }
}
