package dev.tinybase.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "admin",
    description = "Makes admins.",
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
}
