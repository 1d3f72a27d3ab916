package dev.tinybase.compile;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A lock in memory, and the JSON that it is kept as. Made to be committed beside the sources. */
final class LockText implements LibraryLock {
  private static final String ABOUT =
      "What the //DEPS of each file came to. Commit this file; delete an entry to resolve it anew.";

  private final String name;
  private final Map<String, SequencedMap<String, String>> libraries = new TreeMap<>();

  /** An empty one. */
  LockText(String name) {
    this.name = name;
  }

  /**
   * Reads what {@link #text} gave, or an empty text.
   *
   * @param name of the file that it stands in
   */
  static LockText parse(String name, String text) {
    var lock = new LockText(name);
    if (!text.isBlank()) {
      try {
        lock.read(Json.parse(text));
      } catch (Problem e) {
        throw e.code().equals("lock_damaged") ? e : damaged(name, e.detail());
      }
    }
    return lock;
  }

  private void read(JsonNode document) {
    var sets = document.path("libraries");
    if (!sets.isObject()) {
      throw damaged(name, "it has no object \"libraries\"");
    }
    sets.properties().forEach(entry -> libraries.put(entry.getKey(), artifacts(entry.getValue())));
  }

  private SequencedMap<String, String> artifacts(JsonNode set) {
    var artifacts = new LinkedHashMap<String, String>();
    for (var artifact : set.properties()) {
      if (!artifact.getValue().asString("").matches("[0-9a-f]{64}")) {
        throw damaged(name, "\"%s\" has no SHA-256".formatted(artifact.getKey()));
      }
      artifacts.put(artifact.getKey(), artifact.getValue().asString());
    }
    return artifacts;
  }

  /** The refusal of a file that is none. */
  static Problem damaged(String name, String reason) {
    return Problem.badRequest(
        "lock_damaged",
        "%s cannot be read: %s; repair it, or delete it to resolve all libraries anew"
            .formatted(name, reason));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<SequencedMap<String, String>> find(String coordinates) {
    return Optional.ofNullable(libraries.get(coordinates));
  }

  @Override
  public void put(String coordinates, SequencedMap<String, String> artifacts) {
    libraries.put(coordinates, artifacts);
  }

  /** As it is kept; empty where it says nothing. */
  String text() {
    if (libraries.isEmpty()) {
      return "";
    }
    var document = Json.object().put("about", ABOUT);
    var sets = document.putObject("libraries");
    libraries.forEach((set, entries) -> {
      var object = sets.putObject(set);
      entries.forEach(object::put);
    });
    return Json.pretty(document) + "\n";
  }
}
