package dev.tinybase.cli;

import dev.tinybase.json.Json;
import dev.tinybase.secrets.SecretInfo;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "secrets",
    description = "Sets, lists and removes the secrets of functions; values are never shown.",
    footer = {
      "  tinybase secrets set STRIPE_KEY",
      "  tinybase secrets list",
      "  tinybase secrets remove STRIPE_KEY"
    })
final class SecretsCommand {
  private static final String NAME = "Capital letters, digits and underscores.";

  private final Shell shell;

  SecretsCommand(Shell shell) {
    this.shell = shell;
  }

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
    var value = SecretInput.read(shell, name, file);
    try (var tinybase = new InstanceFolder(shell).open()) {
      var secret = tinybase.secrets().set(name, value);
      shell.out().println("Set " + name + ".");
      if (secret.source() == SecretInfo.Source.ENVIRONMENT) {
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
      var secrets = tinybase.secrets().list();
      if (json) {
        shell.out().println(json(secrets));
      } else {
        print(secrets);
      }
    }
    return ExitCode.OK;
  }

  private void print(List<SecretInfo> secrets) {
    var table = new Table("NAME", "SOURCE", "UPDATED");
    for (var secret : secrets) {
      var updated = secret.updatedAt();
      table.row(secret.name(), word(secret), updated == null ? "-" : updated);
    }
    table.print(shell);
  }

  private static String json(List<SecretInfo> secrets) {
    var document = Json.object();
    var all = document.putArray("secrets");
    secrets.forEach(secret -> all.add(json(secret)));
    return Json.pretty(document);
  }

  private static ObjectNode json(SecretInfo secret) {
    var updated = secret.updatedAt();
    return Json.object()
        .put("name", secret.name())
        .put("source", word(secret))
        .put("updated_at", updated == null ? null : updated.toString());
  }

  private static String word(SecretInfo secret) {
    return secret.source().name().toLowerCase(Locale.ROOT);
  }

  @Command(
      name = "remove",
      description = "Removes a secret; functions that ask for it fail from then on.",
      footer = {"  tinybase secrets remove STRIPE_KEY --yes"})
  int remove(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Option(
              names = {"--yes", "-y"},
              description = "Don't ask.")
          boolean yes) {
    try (var tinybase = new InstanceFolder(shell).open()) {
      if (!Confirmation.given(shell, yes, "Remove the secret " + name + "?")) {
        shell.err().println("Nothing was removed.");
        return ExitCode.OK;
      }
      tinybase.secrets().remove(name);
      shell.out().println("Removed " + name + ".");
    }
    return ExitCode.OK;
  }
}
