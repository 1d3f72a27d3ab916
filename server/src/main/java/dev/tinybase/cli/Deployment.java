package dev.tinybase.cli;

import dev.tinybase.config.Remotes;
import dev.tinybase.functions.versions.FunctionUpload;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where functions are deployed: the instance in the working directory or a server. Both answer in
 * the API's shapes.
 */
sealed interface Deployment extends AutoCloseable permits LocalDeployment, RemoteDeployment {
  /** What people call it. */
  String place();

  /** All functions, as {@code GET /api/functions/admin/list} tells them. */
  JsonNode functions();

  /** The files with errors. */
  JsonNode failures();

  /** Deploys files; gives an outcome for each in their order. */
  JsonNode uploadAll(List<FunctionUpload> uploads, boolean atomic);

  /** The versions of a function, the newest first. */
  JsonNode versions(String name, int limit);

  /** Makes a version active. */
  JsonNode activate(String name, UUID version);

  /** Goes back to the version before. */
  JsonNode rollback(String name);

  /** Ends the deployment of a function. */
  void delete(String name);

  @Override
  void close();

  /**
   * The server of an environment; without one that of the environment's variables; without these
   * the instance in the working directory.
   */
  static Deployment open(Shell shell, @Nullable String environment) {
    var remotes = new Remotes(shell.directory(), shell.environment());
    if (environment != null) {
      return new RemoteDeployment(remotes.find(environment));
    }
    return remotes
        .ofVariables()
        .<Deployment>map(RemoteDeployment::new)
        .orElseGet(() -> new LocalDeployment(new Instance(shell).open()));
  }
}
