import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the notices of all libraries in a release: for each its name, version, licence and the
 * texts that its jar brings along, or else those of {@code licenses/}. Fails where a library has no
 * licence that we know.
 *
 * <pre>java -cp tinybase.jar ThirdPartyNotices.java BOM REPOSITORY LICENSES FILE</pre>
 */
final class ThirdPartyNotices {
  private static final Pattern TEXT =
      Pattern.compile("(META-INF/)?(LICEN[CS]E|NOTICE|COPYING|COPYRIGHT)[^/]*", Pattern.CASE_INSENSITIVE);

  private final Path repository;
  private final Path licenses;

  /** Names of libraries by text, so that each text stands once. */
  private final TreeMap<String, ArrayList<String>> texts = new TreeMap<>();

  private ThirdPartyNotices(Path repository, Path licenses) {
    this.repository = repository;
    this.licenses = licenses;
  }

  public static void main(String[] arguments) throws IOException {
    var bom = JsonMapper.shared().readTree(Files.readAllBytes(Path.of(arguments[0])));
    var notices = new ThirdPartyNotices(Path.of(arguments[1]), Path.of(arguments[2]));
    Files.writeString(Path.of(arguments[3]), notices.of(bom.path("components")));
  }

  private String of(JsonNode components) throws IOException {
    var text = new StringBuilder("# Libraries in this release and their licences\n\n");
    for (var library : components) {
      if (!library.path("group").asString("").equals("dev.tinybase")) {
        text.append("- ").append(name(library)).append(": ").append(licence(library)).append('\n');
        add(library);
      }
    }
    texts.forEach((content, names) ->
        text.append("\n\n## ").append(String.join(", ", names)).append("\n\n").append(content));
    return text.toString();
  }

  private static String name(JsonNode library) {
    return library.path("group").asString("")
        + ":"
        + library.path("name").asString()
        + ":"
        + library.path("version").asString();
  }

  private static String licence(JsonNode library) {
    var first = library.path("licenses").path(0);
    var licence = first.path("license");
    return licence.path("id").asString(licence.path("name").asString(first.path("expression").asString("")));
  }

  private void add(JsonNode library) throws IOException {
    var group = library.path("group").asString("");
    var name = library.path("name").asString();
    var version = library.path("version").asString();
    var folder = repository.resolve(group.replace('.', '/')).resolve(name).resolve(version);
    int before = count();
    try (var jar = new ZipFile(folder.resolve(name + "-" + version + ".jar").toFile())) {
      for (var entry : jar.stream().filter(it -> TEXT.matcher(it.getName()).matches()).toList()) {
        try (var in = jar.getInputStream(entry)) {
          put(new String(in.readAllBytes(), StandardCharsets.UTF_8), name(library));
        }
      }
    }
    boolean brought = count() > before;
    for (var file : new String[] {name + ".txt", licence(library) + ".txt"}) {
      if (Files.exists(licenses.resolve(file))) {
        put(Files.readString(licenses.resolve(file)), name(library));
        return;
      }
    }
    if (!brought || licence(library).isEmpty()) {
      throw new IOException(
          name(library) + " has no text of a licence we know; put it into " + licenses.resolve(name + ".txt"));
    }
  }

  private int count() {
    return texts.values().stream().mapToInt(ArrayList::size).sum();
  }

  private void put(String text, String name) {
    var names = texts.computeIfAbsent(text.replace("\r\n", "\n").strip() + "\n", _ -> new ArrayList<>());
    if (!names.contains(name)) {
      names.add(name);
    }
  }
}
