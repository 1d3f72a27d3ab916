package dev.tinybase.compile;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Maven calls an artifact.
 *
 * @param version empty where a BOM is to say it
 * @param classifier empty for none
 * @param type jar or pom
 */
record Coordinates(String group, String artifact, String version, String classifier, String type) {
  private static final String WORD = "[A-Za-z0-9_][A-Za-z0-9_.+-]*";
  private static final Pattern PATTERN =
      Pattern.compile("(%1$s):(%1$s)(?::(%1$s)(?::(%1$s))?)?(?:@(jar|pom))?".formatted(WORD));

  /** Reads {@code group:artifact[:version[:classifier]][@type]}. */
  static Optional<Coordinates> parse(String text) {
    var matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Coordinates(
            matcher.group(1),
            matcher.group(2),
            orElse(matcher.group(3), ""),
            orElse(matcher.group(4), ""),
            orElse(matcher.group(5), "jar")));
  }

  private static String orElse(@Nullable String text, String other) {
    return text == null ? other : text;
  }

  /** Whether it is a bill of materials: versions for other coordinates, and no classes. */
  boolean isBom() {
    return type.equals("pom");
  }

  Coordinates withVersion(String other) {
    return new Coordinates(group, artifact, other, classifier, type);
  }

  @Override
  public String toString() {
    return group
        + ":"
        + artifact
        + (version.isEmpty() ? "" : ":" + version)
        + (classifier.isEmpty() ? "" : ":" + classifier)
        + (type.equals("jar") ? "" : "@" + type);
  }
}
