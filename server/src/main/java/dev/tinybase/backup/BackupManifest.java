package dev.tinybase.backup;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a backup holds; its last entry, so that a file without one is not whole.
 *
 * @param version of the program that made it
 * @param database {@code sqlite}, whose copy is in it, or {@code postgresql}, whose data is not
 * @param parts in the order of the file
 */
public record BackupManifest(String version, Instant createdAt, String database, List<Part> parts) {
  static final String NAME = "manifest.json";
  static final String SQLITE = "sqlite";
  static final String POSTGRESQL = "postgresql";

  /** Changes when an older program cannot read what a newer one writes. */
  private static final int FORMAT = 1;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public BackupManifest {
    parts = List.copyOf(parts);
  }

  /** One file; {@code sha256} in hexadecimal digits. */
  public record Part(String name, long bytes, String sha256) {}

  /** The part of a name. */
  Optional<Part> part(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  /** The bytes of all parts. */
  public long bytes() {
    return parts.stream().mapToLong(Part::bytes).sum();
  }

  /** Whether the key of the instance is in it; else it is a setting, and kept elsewhere. */
  public boolean hasKey() {
    return part(InstanceFiles.KEY).isPresent();
  }

  /** Whether the data is in it. */
  public boolean hasDatabase() {
    return part(InstanceFiles.DATABASE).isPresent();
  }

  ObjectNode json() {
    var json =
        Json.object()
            .put("format", FORMAT)
            .put("tinybase", version)
            .put("created_at", Instants.text(createdAt))
            .put("database", database);
    var list = json.putArray("parts");
    for (var part : parts) {
      list.addObject()
          .put("name", part.name())
          .put("bytes", part.bytes())
          .put("sha256", part.sha256());
    }
    return json;
  }

  /** What {@link #json} has written; a problem where it is something else. */
  static BackupManifest parse(byte[] text) {
    JsonNode json;
    try {
      json = Json.parse(text);
    } catch (Problem _) {
      throw damaged(NAME + " is no JSON");
    }
    if (json.path("format").asInt(0) != FORMAT) {
      throw damaged(
          "it has the format %s, and this TinyBase reads %d; use the one that made it, %s"
              .formatted(json.path("format"), FORMAT, json.path("tinybase")));
    }
    var parts = new ArrayList<Part>();
    for (var part : json.path("parts")) {
      parts.add(new Part(text(part, "name"), part.path("bytes").asLong(-1), text(part, "sha256")));
    }
    if (parts.size() > InstanceFiles.MOST || !parts.stream().allMatch(BackupManifest::isSound)) {
      throw damaged(NAME + " describes its parts wrongly");
    }
    return new BackupManifest(
        text(json, "tinybase"), moment(text(json, "created_at")), text(json, "database"), parts);
  }

  private static boolean isSound(Part part) {
    return part.bytes() >= 0 && SHA256.matcher(part.sha256()).matches();
  }

  private static String text(JsonNode json, String member) {
    return json.path(member).asString("");
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      throw damaged("'created_at' in " + NAME + " is no moment");
    }
  }

  static Problem damaged(String why) {
    return Problem.badRequest(
        "invalid_backup", "The file is no backup of TinyBase, or a damaged one: " + why + ".");
  }
}
