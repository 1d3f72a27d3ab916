package dev.tinybase.compile;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Which artifacts a set of coordinates came to, with their SHA-256, so that every machine gets the
 * same. Made to be committed beside the sources; where their folder is missing or read-only, what
 * is new is kept in the cache.
 */
final class LockFile {
  private static final Logger LOG = LoggerFactory.getLogger(LockFile.class);
  private static final String ABOUT =
      "What the //DEPS of each file came to. Commit this file; delete an entry to resolve it anew.";

  private final Path file;
  private final Path spare;

  LockFile(Path file, Path cache) {
    this.file = file.toAbsolutePath();
    this.spare = cache.toAbsolutePath().resolve("tinybase.lock");
  }

  /** What people know it by. */
  String name() {
    return String.valueOf(file.getFileName());
  }

  /**
   * The artifacts of the coordinates in the order of the class path, each with its hash.
   *
   * @throws Problem when the file is damaged
   */
  Optional<SequencedMap<String, String>> find(String coordinates) {
    return Optional.ofNullable(read(file).get(coordinates))
        .or(() -> Optional.ofNullable(read(spare).get(coordinates)));
  }

  /** Keeps what was resolved. */
  void put(String coordinates, SequencedMap<String, String> artifacts) {
    if (Files.isDirectory(folder(file))) {
      try {
        write(file, coordinates, artifacts);
        return;
      } catch (IOException e) {
        LOG.debug("cannot write {}; the cache will do", file, e);
      }
    }
    try {
      write(spare, coordinates, artifacts);
    } catch (IOException e) {
      LOG.warn("Cannot write {} or {} ({}); libraries stay unlocked", file, spare, e.toString());
    }
  }

  private static Map<String, SequencedMap<String, String>> read(Path file) {
    try {
      return sets(Json.parse(Files.readString(file)), file);
    } catch (NoSuchFileException _) {
      return Map.of();
    } catch (IOException e) {
      throw damaged(file, e.toString());
    } catch (Problem e) {
      throw damaged(file, e.detail());
    }
  }

  private static Map<String, SequencedMap<String, String>> sets(JsonNode document, Path file) {
    var libraries = document.path("libraries");
    if (!libraries.isObject()) {
      throw damaged(file, "it has no object \"libraries\"");
    }
    var sets = new TreeMap<String, SequencedMap<String, String>>();
    libraries
        .properties()
        .forEach(entry -> sets.put(entry.getKey(), artifacts(entry.getValue(), file)));
    return sets;
  }

  private static SequencedMap<String, String> artifacts(JsonNode set, Path file) {
    var artifacts = new LinkedHashMap<String, String>();
    for (var artifact : set.properties()) {
      if (!artifact.getValue().asString("").matches("[0-9a-f]{64}")) {
        throw damaged(file, "\"%s\" has no SHA-256".formatted(artifact.getKey()));
      }
      artifacts.put(artifact.getKey(), artifact.getValue().asString());
    }
    return artifacts;
  }

  private static Problem damaged(Path file, String reason) {
    return Problem.badRequest(
        "lock_damaged",
        "%s cannot be read: %s; repair it, or delete it to resolve all libraries anew"
            .formatted(file.getFileName(), reason));
  }

  private static void write(Path file, String coordinates, SequencedMap<String, String> artifacts)
      throws IOException {
    var all = new TreeMap<>(read(file));
    all.put(coordinates, artifacts);
    var document = Json.object().put("about", ABOUT);
    var libraries = document.putObject("libraries");
    all.forEach((set, entries) -> {
      var object = libraries.putObject(set);
      entries.forEach(object::put);
    });
    var text = (Json.pretty(document) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(text));
  }

  private static Path folder(Path file) {
    var folder = file.getParent();
    return folder == null ? file : folder;
  }
}
