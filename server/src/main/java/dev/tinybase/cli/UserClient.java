package dev.tinybase.cli;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Uuids;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The accounts of an instance. */
record UserClient(ApiClient api) {
  private static final RequestPath ALL = new RequestPath("/api/admin/users");

  /** A page of them, as the API has it; of those alone whose e-mail has a text in it. */
  JsonNode list(PageOptions page, @Nullable String search) {
    return api.send("GET", ALL.page(page).parameter("search", search).text(), null);
  }

  /** The account of an e-mail. */
  Optional<JsonNode> ofEmail(String email) {
    var found = api.send("GET", ALL.parameter("email", email).text(), null);
    return found.path("users").valueStream().findFirst();
  }

  /** The account of an e-mail or id; a 404 problem without one. */
  JsonNode get(String user) {
    return Uuids.parse(user).isPresent()
        ? api.send("GET", ALL.segment(user).text(), null)
        : ofEmail(user).orElseThrow(() -> unknown(user));
  }

  /** Makes an account an admin's with this password; makes the account where there is none. */
  JsonNode ensureAdmin(String email, String password) {
    var change = Json.object().put("password", password).put("is_admin", true);
    return ofEmail(email)
        .map(known -> update(known, change))
        .orElseGet(() -> api.send("POST", ALL.text(), change.put("email", email)));
  }

  /** Changes an account. */
  JsonNode update(JsonNode user, ObjectNode change) {
    return api.send("PATCH", one(user), change);
  }

  /** Deletes an account. */
  void delete(JsonNode user) {
    api.send("DELETE", one(user), null);
  }

  /** A page of an account's sessions, as the API has it. */
  JsonNode sessions(JsonNode user, PageOptions page) {
    return api.send("GET", sessions(user).page(page).text(), null);
  }

  /** Ends all sessions of an account, and tells how many there were. */
  int endSessions(JsonNode user) {
    return api.send("DELETE", sessions(user).text(), null).path("ended").asInt();
  }

  /** Ends one session of an account; a 404 problem where there is none of this id. */
  int endSession(JsonNode user, String session) {
    api.send("DELETE", sessions(user).segment(session).text(), null);
    return 1;
  }

  private static RequestPath sessions(JsonNode user) {
    return ALL.segment(user.path("id").asString()).segment("sessions");
  }

  private static String one(JsonNode user) {
    return ALL.segment(user.path("id").asString()).text();
  }

  static Problem unknown(String user) {
    return Problem.notFound(
        "user_not_found", "There is no user '" + user + "'; 'tinybase users list' shows all");
  }
}
