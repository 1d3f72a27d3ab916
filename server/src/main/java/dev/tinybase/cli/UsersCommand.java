package dev.tinybase.cli;

import dev.tinybase.json.Json;
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
      "  tinybase users sessions ada@example.com",
      "  tinybase users delete ada@example.com"
    })
record UsersCommand(Shell shell) {
  private static final String WHO = "An e-mail or an id.";

  @Command(
      name = "list",
      description = "Lists accounts, oldest first.",
      footer = {
        "  tinybase users list --limit 20",
        "  tinybase users list --search @example.com",
        "  tinybase users list --env production --json"
      })
  void list(
      @Mixin PageOptions page,
      @Option(
              names = "--search",
              paramLabel = "TEXT",
              description = "Only those whose e-mail has this in it.")
          @Nullable String search,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    page.limit();
    try (var api = environment.open(shell)) {
      var document = new UserClient(api).list(page, search);
      var users = document.path("users");
      new Table(users, "EMAIL=email", "ADMIN=is_admin", "CREATED=created_at", "ID=id")
          .print(shell, json, document);
      if (!json) {
        page.tellTotal(shell, users.size(), document, "accounts");
      }
    }
  }

  @Command(
      name = "delete",
      description = "Deletes an account and its sessions. Its records stay and belong to nobody.",
      footer = {"  tinybase users delete ada@example.com --yes"})
  void delete(
      @Parameters(paramLabel = "USER", description = WHO) String user,
      @Mixin Confirmation confirmation,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var users = new UserClient(api);
      var account = users.get(user);
      var question = "Delete " + email(account) + " from " + api.place() + "?";
      if (!confirmation.given(shell, question)) {
        shell.err().println("Nothing was deleted.");
        return;
      }
      users.delete(account);
      shell.out().println("Deleted " + email(account) + ".");
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
          @Nullable String password,
      @Mixin EnvironmentOption environment) {
    var secret = SecretInput.password(shell, password);
    try (var api = environment.open(shell)) {
      var users = new UserClient(api);
      var account = users.get(user);
      users.update(account, Json.object().put("password", secret));
      shell.out().println("Set the password of " + email(account) + ".");
    }
  }

  @Command(
      name = "sessions",
      description = "Lists where an account is logged in, the session used last at first.",
      footer = {"  tinybase users sessions ada@example.com"})
  void sessions(
      @Parameters(paramLabel = "USER", description = WHO) String user,
      @Mixin PageOptions page,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    page.limit();
    try (var api = environment.open(shell)) {
      var users = new UserClient(api);
      var document = users.sessions(users.get(user), page);
      var sessions = document.path("sessions");
      new Table(
              sessions,
              "USED=last_used_at",
              "EXPIRES=expires_at",
              "ADDRESS=address",
              "PROGRAM=user_agent",
              "ID=id")
          .print(shell, json, document);
      if (!json) {
        page.tellTotal(shell, sessions.size(), document, "sessions");
      }
    }
  }

  @Command(
      name = "logout",
      description = "Ends the sessions of an account, at once.",
      footer = {
        "  tinybase users logout ada@example.com",
        "  tinybase users logout ada@example.com --session 01890a5d-ac96-774b-bcce-b302099a8057"
      })
  void logout(
      @Parameters(paramLabel = "USER", description = WHO) String user,
      @Option(
              names = "--session",
              paramLabel = "ID",
              description = "This session alone; 'users sessions' shows them.")
          @Nullable String session,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var users = new UserClient(api);
      var account = users.get(user);
      int ended = session == null ? users.endSessions(account) : users.endSession(account, session);
      shell
          .out()
          .println(
              "Ended %d session%s of %s.".formatted(ended, ended == 1 ? "" : "s", email(account)));
    }
  }

  private static String email(JsonNode account) {
    return account.path("email").asString();
  }
}
