package dev.tinybase.cli;

import dev.tinybase.errors.Problem;
import dev.tinybase.secrets.SecretStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a password or a secret's value comes from: a prompt that does not show it, or standard
 * input. An argument stays in the shell's history and shows in the list of processes.
 */
final class SecretInput {
  private SecretInput() {}

  /** A password: the argument, what is typed twice, or the first line of standard input. */
  static String password(Shell shell, @Nullable String argument) {
    if (argument != null) {
      return argument;
    }
    if (shell.canAsk()) {
      var first = ask("Password: ", "no password given");
      if (!first.equals(ask("Password again: ", "no password given"))) {
        throw new UsageError("the two passwords differ; try again");
      }
      return first;
    }
    var line = shell.readLine();
    if (line.isEmpty()) {
      throw new UsageError("no password given; pass it as an argument or on standard input");
    }
    return line;
  }

  /** A secret's value: that of a file, what is typed, or standard input. */
  static String value(Shell shell, String name, @Nullable String file) {
    if (file == null && shell.canAsk()) {
      var value = ask("Value of " + name + ": ", "no value given");
      if (value.isEmpty()) {
        throw new UsageError("no value given");
      }
      return value;
    }
    var source = file == null ? Transfer.STANDARD : file;
    try (var in = ImportSource.open(shell, source)) {
      return text(in.content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ask(String prompt, String without) {
    char @Nullable [] typed = Objects.requireNonNull(System.console()).readPassword("%s", prompt);
    if (typed == null) {
      throw new UsageError(without);
    }
    return new String(typed);
  }

  /** All of it, but for the line break at its end, which editors and echo put there. */
  private static String text(InputStream in) throws IOException {
    var bytes = in.readNBytes(SecretStore.MOST_BYTES + 3);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      var value = text.replaceFirst("\r?\n\\z", "");
      if (value.isEmpty()) {
        throw new UsageError("no value given; pass it on standard input or with --value-file");
      }
      return value;
    } catch (CharacterCodingException e) {
      throw Problem.badRequest(
          "invalid_secret_value",
          "A secret's value is text in UTF-8 of at most %d bytes; encode other bytes in Base64"
              .formatted(SecretStore.MOST_BYTES));
    }
  }
}
