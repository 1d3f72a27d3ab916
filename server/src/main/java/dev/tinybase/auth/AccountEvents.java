package dev.tinybase.auth;

import dev.tinybase.changes.Change;
import dev.tinybase.changes.ChangeLog;
import dev.tinybase.db.Sql;
import dev.tinybase.json.Json;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts into the change log, where somebody listens, that an account was made or somebody has logged
 * in: in the transaction in which that happens.
 */
record AccountEvents(ChangeLog log) {
  void made(Sql sql, Account account) {
    if (log.isWanted(Change.ACCOUNT_MADE)) {
      append(sql, Change.ACCOUNT_MADE, account, event(account), account.createdAt());
    }
  }

  /**
   * Tells of a login.
   *
   * @param address the client's
   */
  void loggedIn(Sql sql, Account account, String address, Instant at) {
    if (log.isWanted(Change.LOGIN)) {
      append(sql, Change.LOGIN, account, event(account).put("address", address), at);
    }
  }

  private void append(Sql sql, int number, Account account, ObjectNode event, Instant at) {
    var text = Json.text(event);
    var id = account.id();
    log.append(sql, List.of(Change.event(number, id, id, at, text, null)));
  }

  private static ObjectNode event(Account account) {
    var user =
        Json.object()
            .put("id", account.id().toString())
            .put("email", account.email())
            .put("is_admin", account.isAdmin());
    return Json.object().set("user", user);
  }
}
