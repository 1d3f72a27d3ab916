package dev.tinybase.cli;

import dev.tinybase.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "secrets",
    description = "Sets, lists and removes the secrets of functions; values are never shown.",
    footer = {
      "  tinybase secrets set STRIPE_KEY",
      "  tinybase secrets list",
      "  tinybase secrets remove STRIPE_KEY"
    })
record SecretsCommand(Shell shell) {
  private static final RequestPath ALL = new RequestPath("/api/admin/secrets");
  private static final String NAME = "Capital letters, digits and underscores.";

  @Command(
      name = "set",
      description = "Sets a secret, which functions get by ctx.secret(NAME).",
      footer = {
        "  tinybase secrets set STRIPE_KEY                     asks for the value",
        "  tinybase secrets set STRIPE_KEY < key.txt           reads it",
        "  tinybase secrets set STRIPE_KEY --env production    on that server",
        "  tinybase secrets set STRIPE_KEY --value-file key.txt"
      })
  void set(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Secrets.class,
              description = NAME)
          String name,
      @Option(
              names = "--value-file",
              paramLabel = "FILE",
              description = "Reads the value from a file; - is standard input.")
          @Nullable String file,
      @Mixin EnvironmentOption environment) {
    var value = SecretInput.value(shell, name, file);
    try (var api = environment.open(shell)) {
      var secret = api.send("PUT", ALL.segment(name).text(), Json.object().put("value", value));
      shell.out().println("Set " + name + ".");
      if (secret.path("source").asString("").equals("environment")) {
        shell.err().println("TINYBASE_SECRET_" + name + " is set as well and goes before it.");
      }
    }
  }

  @Command(
      name = "list",
      description = "Lists secrets by name, without their values.",
      footer = {"  tinybase secrets list", "  tinybase secrets list --json"})
  void list(
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var document = api.send("GET", ALL.text(), null);
      new Table(document.path("secrets"), "NAME=name", "SOURCE=source", "UPDATED=updated_at")
          .print(shell, json, document);
    }
  }

  @Command(
      name = "remove",
      description = "Removes a secret; functions that ask for it fail from then on.",
      footer = {"  tinybase secrets remove STRIPE_KEY --yes"})
  void remove(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = NameCandidates.Secrets.class,
              description = NAME)
          String name,
      @Mixin Confirmation confirmation,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var question = "Remove the secret " + name + " from " + api.place() + "?";
      if (!confirmation.given(shell, question)) {
        shell.err().println("Nothing was removed.");
        return;
      }
      api.send("DELETE", ALL.segment(name).text(), null);
      shell.out().println("Removed " + name + ".");
    }
  }
}
