package dev.tinybase.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Speaks to the API of an instance as an admin: the one in the working directory or a server. */
sealed interface ApiClient extends AutoCloseable permits InProcessClient, RemoteClient {
  /**
   * A file that is sent.
   *
   * @param contentType its media type, unpacked
   * @param gzipped whether it is packed
   */
  record Upload(InputStream content, String contentType, boolean gzipped) {}

  /** What people call the instance. */
  String place();

  /**
   * The answer's JSON; null in JSON's sense where it is empty.
   *
   * @throws dev.tinybase.errors.Problem in one sentence when the instance refuses or is not there
   */
  JsonNode send(String method, String path, @Nullable JsonNode body);

  /**
   * Posts a file, which is read while it is sent; the answer's JSON.
   *
   * @throws IOException where the file cannot be read
   * @throws dev.tinybase.errors.Problem in one sentence when the instance refuses or is not there
   */
  JsonNode upload(String path, Upload file) throws IOException;

  /**
   * Gets a file, which is written while it comes.
   *
   * @param out not closed
   * @throws IOException where it cannot be written
   * @throws dev.tinybase.errors.Problem in one sentence when the instance refuses, is not there, or
   *     breaks off
   */
  void download(String path, OutputStream out) throws IOException;

  /** Whether the instance is on this machine, so that both know the same folders. */
  boolean isLocal();

  /**
   * Makes sure that the instance knows its functions and extensions, as a server that runs does.
   */
  void loadFunctions();

  @Override
  void close();
}
