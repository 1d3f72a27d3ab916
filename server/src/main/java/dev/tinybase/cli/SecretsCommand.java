package dev.tinybase.cli;

import dev.tinybase.secrets.SecretStore;
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
  private static final String NAME = "Capital letters, digits and underscores.";

  @Command(
      name = "set",
      description = "Sets a secret, which functions get by ctx.secret(NAME).",
      footer = {
        "  tinybase secrets set STRIPE_KEY                     asks for the value",
        "  tinybase secrets set STRIPE_KEY < key.txt           reads it",
        "  tinybase secrets set STRIPE_KEY --value-file key.txt"
      })
  void set(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Option(
              names = "--value-file",
              paramLabel = "FILE",
              description = "Reads the value from a file; - is standard input.")
          @Nullable String file) {
    var value = SecretInput.value(shell, name, file);
    try (var tinybase = new InstanceFolder(shell).open()) {
      var secret = tinybase.secrets().set(name, value);
      shell.out().println("Set " + name + ".");
      if (secret.source() == SecretStore.Source.ENVIRONMENT) {
        shell.err().println("TINYBASE_SECRET_" + name + " is set as well and goes before it.");
      }
    }
  }

  @Command(
      name = "list",
      description = "Lists secrets by name, without their values.",
      footer = {"  tinybase secrets list", "  tinybase secrets list --json"})
  void list(@Option(names = "--json", description = "As JSON.") boolean json) {
    try (var api = new InProcessClient(new InstanceFolder(shell).open())) {
      var document = api.send("GET", "/api/admin/secrets", null);
      new Table(document.path("secrets"), "NAME=name", "SOURCE=source", "UPDATED=updated_at")
          .print(shell, json, document);
    }
  }

  @Command(
      name = "remove",
      description = "Removes a secret; functions that ask for it fail from then on.",
      footer = {"  tinybase secrets remove STRIPE_KEY --yes"})
  void remove(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Mixin Confirmation confirmation) {
    try (var tinybase = new InstanceFolder(shell).open()) {
      if (!confirmation.given(shell, "Remove the secret " + name + "?")) {
        shell.err().println("Nothing was removed.");
        return;
      }
      tinybase.secrets().remove(name);
      shell.out().println("Removed " + name + ".");
    }
  }
}
