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
 * Where a secret's value comes from: a file, a prompt that does not show it, or standard input.
 * Never an argument, which stays in the shell's history and shows in the list of processes.
 */
final class SecretInput {
  private SecretInput() {}

  static String read(Shell shell, String name, @Nullable String file) {
    if (file == null && shell.canAsk()) {
      return ask(name);
    }
    var source = file == null ? Transfer.STANDARD : file;
    try (var in = ImportSource.open(shell, source)) {
      return text(in.content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ask(String name) {
    var console = Objects.requireNonNull(System.console());
    char @Nullable [] value = console.readPassword("Value of %s: ", name);
    if (value == null || value.length == 0) {
      throw new UsageError("no value given");
    }
    return new String(value);
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
