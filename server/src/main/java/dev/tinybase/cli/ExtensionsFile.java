package dev.tinybase.cli;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.json.Toml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The extensions that an app needs: {@code [[extensions]]} with {@code repo_url}, {@code ref}. */
final class ExtensionsFile {
  static final String NAME = "extensions.toml";

  private static final String INVALID = "invalid_file";
  private static final Set<String> KEYS = Set.of("repo_url", "ref");

  private ExtensionsFile() {}

  /** The entries; none where there is no such file. */
  static JsonNode read(Path file) {
    JsonNode tree;
    try {
      tree = Toml.parse(file.toString(), Files.readAllBytes(file), INVALID);
    } catch (NoSuchFileException _) {
      return Json.mapper().createArrayNode();
    } catch (IOException e) {
      throw refused(file, "can't be read: " + e);
    }
    refuseUnknown(file, tree, Set.of("extensions"));
    var entries = tree.path("extensions");
    if (!entries.isArray()) {
      throw refused(file, "lists extensions as [[extensions]], each with a repo_url.");
    }
    for (var entry : entries) {
      if (!entry.isObject()) {
        throw refused(file, "lists extensions as [[extensions]], each with a repo_url.");
      }
      refuseUnknown(file, entry, KEYS);
      if (!entry.path("repo_url").isString()) {
        throw refused(file, "an extension needs a repo_url, a text.");
      }
    }
    return entries;
  }

  private static void refuseUnknown(Path file, JsonNode node, Set<String> known) {
    for (var key : node.propertyNames()) {
      if (!known.contains(key)) {
        throw refused(file, "unknown key '" + key + "'" + DidYouMean.hint(key, known) + ".");
      }
    }
  }

  private static Problem refused(Path file, String what) {
    return Problem.badRequest(INVALID, file + ": " + what);
  }
}
