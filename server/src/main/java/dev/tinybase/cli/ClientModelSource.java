package dev.tinybase.cli;

import dev.tinybase.cli.types.ClientModel;
import dev.tinybase.collections.CollectionFile;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.FolderCheck;
import dev.tinybase.schedule.CodeScheduleCheck;

/**
 * Finds out which collections and functions there are: of an instance, or of the files of an app.
 */
final class ClientModelSource {
  private final Shell shell;

  ClientModelSource(Shell shell) {
    this.shell = shell;
  }

  /**
   * Of the server that is asked for, else of this folder's instance, else of its files.
   *
   * @param files whether of its files in any case
   */
  ClientModel read(EnvironmentOption environment, boolean files) {
    var folder = new InstanceFolder(shell);
    if (files || (!environment.isRemote(shell) && !folder.hasDatabase())) {
      return ofFiles(folder);
    }
    try (var api = environment.open(shell)) {
      api.loadFunctions();
      return ClientModel.of(
          api.send("GET", "/api/collections", null),
          api.send("GET", "/api/functions/admin/list?schemas=true", null));
    }
  }

  private ClientModel ofFiles(InstanceFolder folder) {
    var settings = folder.settings();
    var declared = CollectionFile.readFolder(shell.directory().resolve(CollectionFile.FOLDER));
    var path = settings.functions().path();
    var schedules = new CodeScheduleCheck(settings.server().timezone());
    var check = FolderCheck.run(folder.functions(path), schedules, shell.clock());
    var failures = check.report().failures();
    if (!failures.isEmpty()) {
      throw Problem.badRequest(
          "invalid_functions",
          failures.getFirst().path()
              + " does not compile; 'tinybase functions check' shows every error.");
    }
    if (declared.isEmpty() && check.functions().isEmpty()) {
      throw Problem.notFound(
          "nothing_declared",
          "There is no instance here, and neither "
              + CollectionFile.FOLDER
              + "/ nor "
              + path
              + " declares anything. Go to the folder of your app.");
    }
    return ClientModel.of(declared, check.functions());
  }
}
