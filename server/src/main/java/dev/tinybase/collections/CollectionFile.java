package dev.tinybase.collections;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.json.Toml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A file that declares a collection, or a JSON array of several: {@code name}, {@code label},
 * {@code schema} and {@code options}, as {@code collections show} prints them.
 */
public final class CollectionFile {
  /** The folder of an app that has such files. */
  public static final String FOLDER = "collections";

  private static final String INVALID = "invalid_file";
  private static final Set<String> KEYS = Set.of("name", "label", "schema", "options");

  /** What a collection that was shown has besides. */
  private static final Set<String> IGNORED =
      Set.of("id", "schema_version", "created_at", "updated_at");

  private CollectionFile() {}

  /** The collections of a file, JSON or TOML. */
  public static List<NewCollection> read(Path file) {
    try {
      return read(file.toString(), Files.readAllBytes(file));
    } catch (NoSuchFileException _) {
      throw Problem.notFound("file_not_found", "There is no file " + file + ".");
    } catch (IOException e) {
      throw refused(file.toString(), "can't be read: " + e);
    }
  }

  /**
   * The collections of all files of a folder whose names end in {@code .json} or {@code .toml}, in
   * the order of these names; none where there is no such folder.
   *
   * @throws Problem also where two files declare the same collection
   */
  public static List<NewCollection> readFolder(Path folder) {
    var declaring = new LinkedHashMap<String, Path>();
    var collections = new ArrayList<NewCollection>();
    for (var file : files(folder)) {
      for (var collection : read(file)) {
        var other = declaring.putIfAbsent(collection.name(), file);
        if (other != null) {
          throw refused(
              file.toString(),
              "the collection '" + collection.name() + "' is declared in " + other + " already.");
        }
        collections.add(collection);
      }
    }
    return collections;
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(CollectionFile::isDeclaration).sorted().toList();
    } catch (IOException e) {
      throw refused(folder.toString(), "can't be read: " + e);
    }
  }

  private static boolean isDeclaration(Path file) {
    var name = String.valueOf(file.getFileName());
    return !name.startsWith(".") && (name.endsWith(".json") || name.endsWith(".toml"));
  }

  /** The collections of a file by its name, which ends with {@code .toml} where it is TOML. */
  public static List<NewCollection> read(String file, byte[] content) {
    return collections(file, tree(file, content));
  }

  /** The collections of a JSON text. */
  public static List<NewCollection> parse(String json) {
    return collections("the text", Json.parse(json));
  }

  private static List<NewCollection> collections(String file, JsonNode root) {
    var declared = root.isArray() ? List.copyOf(root.values()) : List.of(root);
    return declared.stream().map(node -> collection(file, node)).toList();
  }

  private static JsonNode tree(String file, byte[] content) {
    if (file.endsWith(".toml")) {
      return Toml.parse(file, content, INVALID);
    }
    try {
      return Json.parse(content);
    } catch (Problem e) {
      throw refused(file, Json.reason(e));
    }
  }

  private static NewCollection collection(String file, JsonNode node) {
    if (!node.isObject()) {
      throw refused(file, "a collection is an object with name, label, schema and options.");
    }
    for (var key : node.propertyNames()) {
      if (!KEYS.contains(key) && !IGNORED.contains(key)) {
        throw refused(file, "unknown key '" + key + "'" + DidYouMean.hint(key, KEYS) + ".");
      }
    }
    var name = node.path("name");
    if (!name.isString() || !node.path("schema").isObject()) {
      throw refused(file, "a collection needs a 'name' (text) and a 'schema' (object).");
    }
    var options = node.path("options");
    return new NewCollection(
        name.stringValue(),
        node.path("label").asString(name.stringValue()),
        node.get("schema"),
        options.isMissingNode() ? JsonNodeFactory.instance.nullNode() : options);
  }

  private static Problem refused(String file, String what) {
    return Problem.badRequest(INVALID, file + ": " + what);
  }
}
