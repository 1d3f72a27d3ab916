package dev.tinybase.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a password comes from: the argument, a prompt that does not show it, or the first line of
 * standard input. An argument stays in the shell's history; the other two do not.
 */
final class PasswordInput {
  private PasswordInput() {}

  static String read(Shell shell, @Nullable String argument) {
    if (argument != null) {
      return argument;
    }
    return shell.canAsk() ? ask() : firstLine(shell);
  }

  private static String ask() {
    var console = Objects.requireNonNull(System.console());
    char @Nullable [] first = console.readPassword("Password: ");
    char @Nullable [] second = console.readPassword("Password again: ");
    if (first == null || second == null) {
      throw new UsageError("no password given");
    }
    if (!Arrays.equals(first, second)) {
      throw new UsageError("the two passwords differ; try again");
    }
    return new String(first);
  }

  private static String firstLine(Shell shell) {
    try {
      var line =
          new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8)).readLine();
      if (line == null || line.isEmpty()) {
        throw new UsageError("no password given; pass it as an argument or on standard input");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
