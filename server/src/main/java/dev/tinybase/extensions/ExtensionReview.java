package dev.tinybase.extensions;

import dev.tinybase.collections.CollectionFile;
import dev.tinybase.collections.NewCollection;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.source.ExtensionFiles;
import dev.tinybase.extensions.source.FetchedExtension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks at all of an extension that was fetched, before anything changes. */
final class ExtensionReview {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final ExtensionRuntime runtime;
  private final String serverVersion;

  /**
   * @param serverVersion {@code dev} where nobody knows
   */
  ExtensionReview(ExtensionRuntime runtime, String serverVersion) {
    this.runtime = runtime;
    this.serverVersion = serverVersion;
  }

  /** The manifest of what was fetched, for this server. */
  Manifest manifest(FetchedExtension fetched) {
    var file =
        fetched
            .files()
            .find(Manifest.FILE)
            .orElseThrow(() ->
                Problem.badRequest(
                    "manifest_missing",
                    "There is no " + Manifest.FILE + " at the top: this is no extension."));
    var manifest = Manifest.parse(file);
    var needed = manifest.minVersion();
    if (needed != null && isNewer(needed, serverVersion)) {
      throw Problem.badRequest(
          "server_too_old",
          "'%s' %s needs TinyBase %s, and this is %s: update the server, or choose an older ref."
              .formatted(manifest.name(), manifest.version(), needed, serverVersion));
    }
    return manifest;
  }

  /**
   * All of it.
   *
   * @param libraryLock what the libraries of the installed version came to; empty for nothing
   */
  ReviewedExtension review(FetchedExtension fetched, Manifest manifest, String libraryLock) {
    var files = fetched.files();
    requireFiles(manifest, files);
    var collections = collections(manifest, files);
    var checked = runtime.check(manifest, files, libraryLock);
    var provides =
        checked
            .provides()
            .with(
                collections.stream().map(NewCollection::name).toList(),
                manifest.settings().stream().map(ExtensionSetting::name).toList());
    return new ReviewedExtension(fetched, manifest, collections, provides, checked.libraryLock());
  }

  private static void requireFiles(Manifest manifest, ExtensionFiles files) {
    var errors = new ArrayList<FieldError>();
    for (var path : manifest.collections()) {
      if (files.find(path).isEmpty()) {
        errors.add(new FieldError("extension.collections", "missing", "there is no file " + path));
      }
    }
    var folder = manifest.staticFolder();
    if (folder != null && files.below(folder).isEmpty()) {
      errors.add(new FieldError("extension.static", "missing", "there is no folder " + folder));
    }
    if (!errors.isEmpty()) {
      var words = errors.stream().map(error -> error.field() + ": " + error.message()).toList();
      throw Problem.badRequest(
          "invalid_manifest", Manifest.FILE + ": " + String.join("; ", words) + ".", errors);
    }
  }

  private static List<NewCollection> collections(Manifest manifest, ExtensionFiles files) {
    var all = new ArrayList<NewCollection>();
    Set<String> names = new HashSet<>();
    for (var path : manifest.collections()) {
      for (var collection : CollectionFile.read(path, files.find(path).orElseThrow())) {
        if (!names.add(collection.name())) {
          throw Problem.badRequest(
              "invalid_file",
              path + ": the collection '" + collection.name() + "' is declared twice.");
        }
        all.add(collection);
      }
    }
    return all;
  }

  /** Whether a version is newer than the other in its numbers; a word after them counts nothing. */
  static boolean isNewer(String version, String than) {
    var a = numbers(version);
    var b = numbers(than);
    for (int i = 0; i < a.size() && !b.isEmpty(); i++) {
      int other = i < b.size() ? b.get(i) : 0;
      if (a.get(i) != other) {
        return a.get(i) > other;
      }
    }
    return false;
  }

  private static List<Integer> numbers(String version) {
    var all = new ArrayList<Integer>();
    for (var part : version.split("[.+_-]", -1)) {
      if (!NUMBER.matcher(part).matches()) {
        return all;
      }
      all.add(Integer.parseInt(part));
    }
    return all;
  }
}
