package dev.tinybase.compile;

import dev.tinybase.text.Resources;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The {@code pom.xml} of a folder of functions.
 *
 * @param folder that of the functions, as Maven is to find it
 * @param libraries of all files
 * @param api coordinates of the SDK and of JUnit
 */
record ProjectPom(String folder, ProjectLibraries libraries, List<Coordinates> api) {
  /** The whole text. */
  String text() {
    return Resources.text("/ide/pom.xml")
        .replace("@folder@", escaped(folder))
        .replace("@repositories@", all(libraries.repositories(), ProjectPom::repository))
        .replace("@boms@", boms())
        .replace(
            "@dependencies@",
            all(api, ProjectPom::dependency) + all(libraries.libraries(), ProjectPom::dependency));
  }

  private static <T> String all(Collection<T> parts, Function<T, String> text) {
    return parts.stream().map(text).collect(Collectors.joining());
  }

  private static String repository(MavenRepository repository) {
    return """
        <repository>
          <id>%s</id>
          <url>%s</url>
        </repository>
    """
        .formatted(escaped(repository.id()), escaped(repository.url()));
  }

  private String boms() {
    return libraries.boms().isEmpty()
        ? ""
        : "  <dependencyManagement>\n    <dependencies>\n"
            + all(libraries.boms(), ProjectPom::dependency)
                .replaceAll("(?m)^", "  ")
                .stripTrailing()
            + "\n    </dependencies>\n  </dependencyManagement>\n";
  }

  private static String dependency(Coordinates it) {
    return "    <dependency>\n"
        + element("groupId", it.group())
        + element("artifactId", it.artifact())
        + element("version", it.version())
        + element("classifier", it.classifier())
        + (it.isBom() ? element("type", "pom") + element("scope", "import") : "")
        + "    </dependency>\n";
  }

  private static String element(String name, String value) {
    return value.isEmpty() ? "" : "      <%1$s>%2$s</%1$s>\n".formatted(name, value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
