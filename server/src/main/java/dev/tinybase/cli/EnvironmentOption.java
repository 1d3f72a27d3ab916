package dev.tinybase.cli;

import dev.tinybase.TinyBase;
import dev.tinybase.config.RemoteServers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command talks to; a mixin of those that can talk to another one. */
final class EnvironmentOption {
  @Option(
      names = {"--env", "-e"},
      paramLabel = "ENV",
      completionCandidates = NameCandidates.Environments.class,
      description =
          "The server of [environments.ENV]; without it that of TINYBASE_API_URL, or this folder's"
              + " database.")
  private @Nullable String name;

  /** Whether it is another server than the instance in the working directory. */
  boolean isRemote(Shell shell) {
    return name != null
        || new RemoteServers(shell.directory(), shell.environment()).ofVariables().isPresent();
  }

  /**
   * The instance: that of the environment; without one that of the environment's variables; without
   * these the one in the working directory.
   */
  ApiClient open(Shell shell) {
    return open(shell, Duration.ZERO);
  }

  /** The same, for requests that may take so long. */
  ApiClient open(Shell shell, Duration patience) {
    return open(shell, patience, new InstanceFolder(shell)::open);
  }

  /** The same, for commands that may be the first ones in their folder. */
  ApiClient openOrMake(Shell shell) {
    return open(shell, Duration.ZERO, new InstanceFolder(shell)::openOrMake);
  }

  private ApiClient open(Shell shell, Duration patience, Supplier<TinyBase> instance) {
    return remote(shell, patience).orElseGet(() -> new InProcessClient(instance.get()));
  }

  /** Whether the working directory's instance is meant. */
  boolean isLocal(Shell shell) {
    return name == null
        && new RemoteServers(shell.directory(), shell.environment()).ofVariables().isEmpty();
  }

  /** The server that is asked for; empty where it is the working directory's instance. */
  Optional<ApiClient> remote(Shell shell, Duration patience) {
    var remotes = new RemoteServers(shell.directory(), shell.environment());
    var remote = name == null ? remotes.ofVariables() : Optional.of(remotes.find(name));
    return remote
        .map(server -> server.patient(patience))
        .map(server -> new RemoteClient(server, shell.err()::println));
  }
}
