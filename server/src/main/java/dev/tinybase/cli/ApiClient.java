package dev.tinybase.cli;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Speaks to the API of an instance as an admin: the one in the working directory or a server. */
sealed interface ApiClient extends AutoCloseable permits InProcessClient, RemoteClient {
  /** What people call the instance. */
  String place();

  /**
   * The answer's JSON; null in JSON's sense where it is empty.
   *
   * @throws dev.tinybase.errors.Problem in one sentence when the instance refuses or is not there
   */
  JsonNode send(String method, String path, @Nullable JsonNode body);

  /** Makes sure that the instance knows its functions, as a server that runs does. */
  void loadFunctions();

  @Override
  void close();
}
