package dev.tinybase.extensions;

import dev.tinybase.collections.CollectionService;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.functions.FunctionServices;
import java.time.Clock;

/**
 * Everything about extensions, wired.
 *
 * @param running those that run on this node
 * @param settings reads and changes their settings
 * @param service installs, updates and removes them
 */
public record ExtensionServices(
    Extensions running, ExtensionSettings settings, ExtensionService service) {
  /**
   * All services.
   *
   * @param values where functions find the settings of their extensions
   * @param serverVersion this program's
   */
  public static ExtensionServices create(
      Settings settings,
      Database database,
      CollectionService collections,
      FunctionServices functions,
      ExtensionValues values,
      String serverVersion,
      Clock clock) {
    var running =
        new Extensions(
            settings.extensions().enabled(),
            database,
            new ExtensionLoader(functions.projects(), clock),
            functions.registry(),
            functions.retired(),
            values);
    return new ExtensionServices(
        running,
        new ExtensionSettings(database, running, values, clock),
        new ExtensionService(settings, database, collections, running, serverVersion, clock));
  }

  /** Loads what is installed and follows changes of it; before the functions' folder is loaded. */
  public void start() {
    running.follow();
  }
}
