package dev.tinybase.cli;

import dev.tinybase.config.RemoteServers;
import dev.tinybase.functions.history.LogReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where the log lines of functions are read: the instance in the working directory or a server.
 * Both answer in the API's shape.
 */
sealed interface LogSource extends AutoCloseable permits LocalLogs, RemoteLogs {
  /** The number of the newest line. */
  long newest();

  /** The last lines, in their order. */
  List<JsonNode> last(LogReader.Filter filter, int limit);

  /** The first lines after a number. */
  List<JsonNode> after(long seq, LogReader.Filter filter, int limit);

  @Override
  void close();

  /** Chosen as {@link Deployment#open} does. */
  static LogSource open(Shell shell, @Nullable String environment) {
    var remotes = new RemoteServers(shell.directory(), shell.environment());
    if (environment != null) {
      return new RemoteLogs(remotes.find(environment));
    }
    return remotes
        .ofVariables()
        .<LogSource>map(RemoteLogs::new)
        .orElseGet(() -> new LocalLogs(new InstanceFolder(shell).open()));
  }
}
