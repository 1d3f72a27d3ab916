package dev.tinybase.cli;

import dev.tinybase.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Where an extension is; a mixin of the commands that fetch one. */
final class ExtensionSourceOptions {
  /** {@code acme/audit-trail} is at GitHub, whatever folders there are here. */
  private static final Pattern SHORTHAND = Pattern.compile("[^./~][^/]*/[^/]+");

  @Parameters(
      paramLabel = "URL",
      description =
          "OWNER/NAME at GitHub, the URL of a Git repository, or a folder of the server's machine.")
  private String url = "";

  @Option(
      names = "--ref",
      paramLabel = "REF",
      description =
          "A branch, a tag or a commit; its default branch when left out, and a folder as it stands.")
  private @Nullable String ref;

  /** The request; a folder of this machine by its whole path. */
  ObjectNode body(ApiClient api, Path directory) {
    var body = Json.object().put("repo_url", address(url, api, directory));
    return ref == null ? body : body.put("ref", ref);
  }

  /** An address; a folder of this machine by its whole path. */
  static String address(String url, ApiClient api, Path directory) {
    return api.isLocal() ? absolute(url, directory) : url;
  }

  private static String absolute(String url, Path directory) {
    if (SHORTHAND.matcher(url).matches() || url.contains("://")) {
      return url;
    }
    var folder = directory.resolve(url).normalize();
    return Files.isDirectory(folder) ? folder.toString() : url;
  }
}
