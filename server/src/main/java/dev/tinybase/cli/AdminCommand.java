package dev.tinybase.cli;

import dev.tinybase.errors.DidYouMean;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "admin",
    description = "Makes admins, and application tokens.",
    footer = {"  tinybase admin add ada@example.com"})
record AdminCommand(Shell shell) {
  @Command(
      name = "add",
      description =
          "Makes an admin. An account that is there already becomes an admin's, gets the password,"
              + " and has to log in again.",
      footer = {
        "  tinybase admin add ada@example.com              asks for the password",
        "  tinybase admin add ada@example.com < password   reads it from a file"
      })
  void add(
      @Parameters(paramLabel = "EMAIL", description = "Who.") String email,
      @Parameters(
              paramLabel = "PASSWORD",
              arity = "0..1",
              description = "8 characters or more; better left out, see above.")
          @Nullable String password,
      @Mixin EnvironmentOption environment) {
    var secret = SecretInput.password(shell, password);
    try (var api = environment.openOrMake(shell)) {
      var admin = new UserClient(api).ensureAdmin(email, secret);
      shell.out().println(admin.path("email").asString() + " is an admin.");
    }
  }

  @Command(
      name = "token",
      description = "Does what 'tinybase tokens' does, which has more options.",
      footer = {
        "  tinybase admin token create --name deploy --expires-days 90",
        "  tinybase admin token list",
        "  tinybase admin token revoke --id 019abd0e-5b7e-7cc3-9f5a-3f0d5f6a7b10"
      })
  void token(
      @Parameters(paramLabel = "ACTION", description = "create, list, show or revoke.")
          String action,
      @Option(
              names = {"--name", "-n"},
              paramLabel = "NAME",
              description = "Of a token to create, show or revoke.")
          @Nullable String name,
      @Option(
              names = {"--description", "-d"},
              paramLabel = "TEXT",
              description = "What a token to create is for.")
          @Nullable String description,
      @Option(
              names = {"--expires-days", "-e"},
              paramLabel = "DAYS",
              description = "When a token to create ends; without it never.")
          @Nullable Integer days,
      @Option(
              names = {"--id", "-i"},
              paramLabel = "ID",
              description = "Of a token to show or revoke.")
          @Nullable String id) {
    var tokens = new TokensCommand(shell);
    switch (action) {
      case "list" -> tokens.list(false, new EnvironmentOption());
      case "create" ->
          tokens.create(
              given(name, "--name"),
              null,
              days == null ? null : new TimeSpan(days, ChronoUnit.DAYS),
              description,
              false,
              new EnvironmentOption());
      case "show" -> tokens.show(given(id == null ? name : id, "--id"));
      case "revoke" -> tokens.revoke(given(id == null ? name : id, "--id"));
      default -> {
        var actions = List.of("create", "list", "show", "revoke");
        throw new UsageError(
            "ACTION is %s, not '%s'%s"
                .formatted(String.join(" or ", actions), action, DidYouMean.hint(action, actions)));
      }
    }
  }

  private static String given(@Nullable String value, String option) {
    if (value == null) {
      throw new UsageError("Say " + option + " too.");
    }
    return value;
  }
}
