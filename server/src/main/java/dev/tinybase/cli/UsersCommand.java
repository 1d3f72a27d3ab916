package dev.tinybase.cli;

import dev.tinybase.auth.Account;
import dev.tinybase.auth.UserService;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Uuids;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "users",
    description = "Lists and manages accounts.",
    footer = {
      "  tinybase users list --json",
      "  tinybase users password ada@example.com",
      "  tinybase users delete ada@example.com"
    })
record UsersCommand(Shell shell) {
  private static final String WHO = "An e-mail or an id.";

  @Command(
      name = "list",
      description = "Lists accounts, oldest first.",
      footer = {"  tinybase users list --limit 20", "  tinybase users list --json"})
  void list(
      @Mixin PageOptions part, @Option(names = "--json", description = "As JSON.") boolean json) {
    int limit = part.limit();
    int offset = part.offset();
    try (var tinybase = new InstanceFolder(shell).open()) {
      var page = tinybase.auth().users().list(limit, offset);
      var document = print(page, limit, offset, json);
      if (!json) {
        part.tellTotal(shell, page.users().size(), document, "accounts");
      }
    }
  }

  private JsonNode print(UserService.Page page, int limit, int offset, boolean json) {
    var document = Json.object();
    var users = document.putArray("users");
    for (var user : page.users()) {
      users
          .addObject()
          .put("id", user.id().toString())
          .put("email", user.email())
          .put("is_admin", user.isAdmin())
          .put("created_at", user.createdAt().toString())
          .put("updated_at", user.updatedAt().toString());
    }
    document.put("total", page.total()).put("limit", limit).put("offset", offset);
    new Table(users, "EMAIL=email", "ADMIN=is_admin", "CREATED=created_at", "ID=id")
        .print(shell, json, document);
    return document;
  }

  @Command(
      name = "delete",
      description = "Deletes an account and its sessions. Its records stay and belong to nobody.",
      footer = {"  tinybase users delete ada@example.com --yes"})
  void delete(
      @Parameters(paramLabel = "USER", description = WHO) String user,
      @Mixin Confirmation confirmation) {
    try (var tinybase = new InstanceFolder(shell).open()) {
      var users = tinybase.auth().users();
      var account = find(users, user);
      if (!confirmation.given(shell, "Delete " + account.email() + "?")) {
        shell.err().println("Nothing was deleted.");
        return;
      }
      users.delete(account.id());
      shell.out().println("Deleted " + account.email() + ".");
    }
  }

  @Command(
      name = "password",
      description = "Sets the password of an account and ends its sessions.",
      footer = {
        "  tinybase users password ada@example.com              asks for the password",
        "  tinybase users password ada@example.com < password   reads it from a file"
      })
  void password(
      @Parameters(paramLabel = "USER", description = WHO) String user,
      @Parameters(
              paramLabel = "PASSWORD",
              arity = "0..1",
              description = "8 characters or more; better left out, see above.")
          @Nullable String password) {
    var secret = SecretInput.password(shell, password);
    try (var tinybase = new InstanceFolder(shell).open()) {
      var users = tinybase.auth().users();
      var account = find(users, user);
      users.setPassword(account.id(), secret);
      shell.out().println("Set the password of " + account.email() + ".");
    }
  }

  private static Account find(UserService users, String user) {
    return Uuids.parse(user)
        .flatMap(users::find)
        .or(() -> users.find(user))
        .orElseThrow(() -> unknown(user));
  }

  static Problem unknown(String user) {
    return Problem.notFound(
        "user_not_found", "There is no user '" + user + "'; 'tinybase users list' shows all");
  }
}
