package dev.tinybase.cli;

import dev.tinybase.cli.types.ClientModel;
import dev.tinybase.cli.types.ClientModel.CollectionModel;
import dev.tinybase.collections.CollectionFile;
import dev.tinybase.errors.Problem;
import dev.tinybase.schema.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/** Which collections code is compared with; a mixin. */
final class KnownCollections {
  private static final String FOLDER = "collections";

  @Option(
      names = "--schemas",
      paramLabel = "DIR",
      description =
          "Compare with the collections in the files of this folder alone. Without it and --env"
              + " with those of this folder's instance and of collections/.")
  private @Nullable Path schemas;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  /**
   * The schemas of each collection by its name, of all places that know it; empty where nothing is
   * known of any.
   *
   * @throws Problem where what was asked for cannot be read
   */
  Optional<Map<String, List<Schema>>> read(Shell shell) {
    if (schemas != null) {
      var folder = shell.directory().resolve(schemas);
      if (!Files.isDirectory(folder)) {
        throw Problem.notFound("file_not_found", "There is no folder " + folder + ".");
      }
      return Optional.of(byName(ofFiles(folder)));
    }
    if (environment.isRemote(shell)) {
      return Optional.of(byName(ofInstance(shell)));
    }
    var all = new ArrayList<>(ofFiles(shell.directory().resolve(FOLDER)));
    boolean hasInstance = new InstanceFolder(shell).hasDatabase();
    if (hasInstance) {
      try {
        all.addAll(ofInstance(shell));
      } catch (Problem unreachable) {
        shell.err().println("Collections are not checked: " + unreachable.detail());
        return Optional.empty();
      }
    }
    return hasInstance || !all.isEmpty() ? Optional.of(byName(all)) : Optional.empty();
  }

  private static List<CollectionModel> ofFiles(Path folder) {
    return ClientModel.of(CollectionFile.readFolder(folder), List.of()).collections();
  }

  private List<CollectionModel> ofInstance(Shell shell) {
    try (var api = environment.open(shell)) {
      var collections = api.send("GET", "/api/collections", null);
      return ClientModel.of(collections, JsonNodeFactory.instance.arrayNode()).collections();
    }
  }

  private static Map<String, List<Schema>> byName(List<CollectionModel> collections) {
    var byName = new HashMap<String, List<Schema>>();
    collections.forEach(
        it -> byName.computeIfAbsent(it.name(), _ -> new ArrayList<>()).add(it.schema()));
    return byName;
  }
}
