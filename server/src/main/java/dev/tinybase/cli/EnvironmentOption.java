package dev.tinybase.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command talks to; a mixin of those that can talk to another one. */
final class EnvironmentOption {
  @Option(
      names = {"--env", "-e"},
      paramLabel = "ENV",
      description =
          "The server of [environments.ENV]; without it that of TINYBASE_API_URL, or this folder's"
              + " database.")
  private @Nullable String name;

  /** The environment's name; null where none was given. */
  @Nullable String name() {
    return name;
  }
}
