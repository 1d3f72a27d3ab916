package dev.tinybase.api.routes;

import dev.tinybase.auth.Account;
import dev.tinybase.auth.IssuedTokens;
import dev.tinybase.db.Instants;
import dev.tinybase.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Accounts and what logins give out, as JSON. */
final class UserJson {
  private UserJson() {}

  static ObjectNode message(String text) {
    return Json.object().put("message", text);
  }

  static ObjectNode registered(Account account) {
    return Json.object()
        .put("id", account.id().toString())
        .put("email", account.email())
        .put("message", "The account is made; log in with it");
  }

  static ObjectNode grant(IssuedTokens grant) {
    var account = grant.account();
    return Json.object()
        .put("access_token", grant.accessToken())
        .put("refresh_token", grant.refreshToken())
        .put("token_type", "bearer")
        .put("user_id", account.id().toString())
        .put("email", account.email())
        .put("is_admin", account.isAdmin())
        .put("admin_created", grant.adminCreated());
  }

  static ObjectNode me(Account account) {
    return Json.object()
        .put("id", account.id().toString())
        .put("email", account.email())
        .put("is_admin", account.isAdmin())
        .put("created_at", Instants.text(account.createdAt()));
  }

  static ObjectNode user(Account account) {
    return me(account).put("updated_at", Instants.text(account.updatedAt()));
  }
}
