package dev.tinybase.auth;

import dev.tinybase.hooks.HookCause;
import dev.tinybase.hooks.HookChain;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.hooks.HookRegistry;
import dev.tinybase.json.Json;

/**
 * Asks the handlers of before-hooks about those who want an account or a session. What one throws
 * is what they are told, and nothing has been done.
 */
record AccountHooks(HookRegistry registry) {
  /** Somebody is about to get an account. */
  void beforeRegister(Email email, String address) {
    ask(
        HookKind.BEFORE_REGISTER,
        new HookCause(null, null, false, HookChain.current()),
        email.text(),
        address);
  }

  /** Somebody with the right password is about to get a session. */
  void beforeLogin(Account account, String address) {
    var cause =
        new HookCause(account.id(), account.email(), account.isAdmin(), HookChain.current());
    ask(HookKind.BEFORE_LOGIN, cause, account.email(), address);
  }

  private void ask(HookKind kind, HookCause cause, String email, String address) {
    for (var handler : registry.of(kind, "")) {
      var event = Json.object().put("email", email).put("address", address);
      event.set("user", cause.user());
      handler.action().run(cause, event);
    }
  }
}
