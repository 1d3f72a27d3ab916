package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.auth.Account;
import dev.tinybase.auth.Email;
import dev.tinybase.auth.IssuedTokens;
import dev.tinybase.auth.Passwords;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Accounts and what logins give out, as JSON; and the members of a body that accounts are made of.
 */
final class UserJson {
  private static final int MAX_TEXT = Integer.MAX_VALUE; // what is too long is no e-mail either

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
        .put("expires_in", grant.lifetime().toSeconds())
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

  static String email(Fields fields) {
    return checked(fields, "email", fields.text("email", 1, MAX_TEXT));
  }

  static Optional<String> optionalEmail(Fields fields) {
    var email = fields.optionalText("email", 1, MAX_TEXT);
    email.ifPresent(text -> checked(fields, "email", text));
    return email;
  }

  /**
   * A password that exists already: it has no least length, since older rules may have differed.
   */
  static String password(Fields fields, String name) {
    return fields.text(name, 0, Passwords.MAX_LENGTH);
  }

  static String newPassword(Fields fields, String name) {
    return fields.text(name, Passwords.MIN_LENGTH, Passwords.MAX_LENGTH);
  }

  static Optional<String> optionalNewPassword(Fields fields, String name) {
    return fields.optionalText(name, Passwords.MIN_LENGTH, Passwords.MAX_LENGTH);
  }

  private static String checked(Fields fields, String name, String text) {
    if (!text.isEmpty() && Email.parse(text).isEmpty()) {
      fields.refuse(name, "value_error", "must be an e-mail address, such as ada@example.org");
    }
    return text;
  }
}
