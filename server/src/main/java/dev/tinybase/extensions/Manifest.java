package dev.tinybase.extensions;

import dev.tinybase.errors.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code extension.toml} says.
 *
 * @param name a lower-case letter, then letters, digits, hyphens
 * @param minVersion the oldest server that it works with
 * @param dependencies coordinates of Maven
 * @param collections paths of the files that declare its collections
 * @param staticFolder the folder of its static files
 * @param tree the whole, as it was read
 */
public record Manifest(
    String name,
    String version,
    @Nullable String description,
    @Nullable String author,
    @Nullable String license,
    @Nullable String minVersion,
    List<String> dependencies,
    List<String> collections,
    @Nullable String staticFolder,
    List<ExtensionSetting> settings,
    ObjectNode tree) {
  /** Its file, at the root of the extension. */
  public static final String FILE = "extension.toml";

  public Manifest {
    dependencies = List.copyOf(dependencies);
    collections = List.copyOf(collections);
    settings = List.copyOf(settings);
  }

  /**
   * Reads the file's text.
   *
   * @throws Problem 400 {@code invalid_manifest} with every error at once
   */
  public static Manifest parse(byte[] toml) {
    return ManifestReader.parse(toml);
  }

  /** Reads what was stored of {@link #tree}; what today's rules refuse is left out. */
  static Manifest ofStored(ObjectNode tree) {
    return new ManifestReader(tree).manifest();
  }

  /** A setting that it declares; null for an unknown name. */
  public @Nullable ExtensionSetting setting(String wanted) {
    return settings.stream().filter(it -> it.name().equals(wanted)).findFirst().orElse(null);
  }
}
