package dev.tinybase.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what {@code docs/architecture.md} names and the sources do not have. */
public final class ArchitecturePage {
  private static final Path PAGE = Path.of("docs", "architecture.md");
  private static final List<Path> ROOTS =
      List.of(Path.of("server/src/main/java/dev/tinybase"), Path.of(""));
  private static final List<String> SOURCES =
      List.of("server/src/main/java", "server/src/test/java", "sdk/src/main/java");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern TYPE = Pattern.compile("([A-Z]\\w*[a-z]\\w*)(\\.(\\w+).*)?");
  private static final Pattern FILE = Pattern.compile("[\\w./-]+(/|\\.(java|md|sql|json|txt))");
  private static final Pattern CAMEL = Pattern.compile("\\b[A-Z][a-z]+(?:[A-Z][a-z0-9]*)+\\b");
  private static final Pattern LABEL = Pattern.compile("<br/>([a-z][a-z.]*)]");
  private static final Pattern TREE = Pattern.compile("((?:[│ ] {3})*)(?:├──|└──) (\\S+).*");
  private static final Set<String> NO_TYPES = Set.of("PostgreSQL");

  private final String text;
  private final Map<String, Path> types;
  private final List<String> missing = new ArrayList<>();

  private ArchitecturePage(String text, Map<String, Path> types) {
    this.text = text;
    this.types = types;
  }

  /** Each name that leads nowhere. */
  public static List<String> missing() throws IOException {
    return missing(Files.readString(Terminal.repository().resolve(PAGE)));
  }

  static List<String> missing(String text) {
    var types =
        SOURCES.stream()
            .flatMap(ArchitecturePage::files)
            .collect(Collectors.toMap(ArchitecturePage::typeName, file -> file, (a, _) -> a));
    var page = new ArchitecturePage(text, types);
    page.check();
    return page.missing;
  }

  private static Stream<Path> files(String source) {
    try (var files = Files.walk(Terminal.repository().resolve(source))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String typeName(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private void check() {
    BLOCK
        .matcher(text)
        .results()
        .forEach(block -> {
          switch (block.group(1)) {
            case "mermaid" -> diagram(block.group(2));
            case "text" -> tree(block.group(2));
            default -> missing.add("a block of " + block.group(1) + ", which nobody checks");
          }
        });
    CODE.matcher(BLOCK.matcher(text).replaceAll("")).results().forEach(c -> code(c.group(1)));
  }

  private void diagram(String body) {
    CAMEL.matcher(body).results().forEach(word -> type(word.group(), null));
    LABEL
        .matcher(body)
        .results()
        .forEach(label -> {
          if (!label.group(1).equals("tinybase.toml")) {
            file(label.group(1).replace('.', '/') + "/");
          }
        });
  }

  private void tree(String body) {
    var lines = body.lines().toList();
    var folders = new ArrayList<>(List.of(lines.getFirst().strip()));
    for (var line : lines.subList(1, lines.size())) {
      var entry = TREE.matcher(line);
      if (!entry.matches()) {
        missing.add("a line that is no entry of a tree: " + line);
        continue;
      }
      int depth = entry.group(1).length() / 4 + 1;
      folders.subList(depth, folders.size()).clear();
      var path = String.join("", folders) + entry.group(2);
      if (path.endsWith("/")) {
        folders.add(entry.group(2));
      }
      file(path);
      CAMEL
          .matcher(line.replaceFirst("^[^#]*#?", ""))
          .results()
          .forEach(w -> type(w.group(), null));
    }
  }

  private void code(String code) {
    var type = TYPE.matcher(code);
    if (type.matches()) {
      type(type.group(1), type.group(3));
    } else if (FILE.matcher(code).matches() && !code.equals("package-info.java")) {
      file(code);
    }
  }

  private void type(String name, String member) {
    var file = types.get(name);
    if (file == null) {
      if (!NO_TYPES.contains(name)) {
        missing.add(name);
      }
    } else if (member != null && !contains(file, member)) {
      missing.add(name + "." + member);
    }
  }

  private static boolean contains(Path file, String member) {
    try {
      return Pattern.compile("\\b" + member + "\\b").matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void file(String path) {
    boolean there =
        ROOTS.stream()
            .map(root -> Terminal.repository().resolve(root).resolve(path))
            .anyMatch(file -> path.endsWith("/") ? Files.isDirectory(file) : Files.exists(file));
    if (!there) {
      missing.add(path);
    }
  }
}
