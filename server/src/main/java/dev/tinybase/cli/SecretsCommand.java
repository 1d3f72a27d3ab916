package dev.tinybase.cli;

import dev.tinybase.json.Json;
import dev.tinybase.secrets.SecretStore;
import java.util.Locale;
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
  int set(
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
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      description = "Lists secrets by name, without their values.",
      footer = {"  tinybase secrets list", "  tinybase secrets list --json"})
  int list(@Option(names = "--json", description = "As JSON.") boolean json) {
    try (var tinybase = new InstanceFolder(shell).open()) {
      var table = new Table("NAME", "SOURCE", "UPDATED");
      var document = Json.object();
      var all = document.putArray("secrets");
      for (var secret : tinybase.secrets().list()) {
        var source = secret.source().name().toLowerCase(Locale.ROOT);
        var updated = secret.updatedAt();
        table.row(secret.name(), source, updated == null ? "-" : updated);
        all.addObject()
            .put("name", secret.name())
            .put("source", source)
            .put("updated_at", updated == null ? null : updated.toString());
      }
      table.print(shell, json, document);
    }
    return ExitCode.OK;
  }

  @Command(
      name = "remove",
      description = "Removes a secret; functions that ask for it fail from then on.",
      footer = {"  tinybase secrets remove STRIPE_KEY --yes"})
  int remove(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Mixin Confirmation confirmation) {
    try (var tinybase = new InstanceFolder(shell).open()) {
      if (!confirmation.given(shell, "Remove the secret " + name + "?")) {
        shell.err().println("Nothing was removed.");
        return ExitCode.OK;
      }
      tinybase.secrets().remove(name);
      shell.out().println("Removed " + name + ".");
    }
    return ExitCode.OK;
  }
}
