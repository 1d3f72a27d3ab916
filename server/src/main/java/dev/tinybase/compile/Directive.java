package dev.tinybase.compile;

import dev.tinybase.compile.Directive.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One word of a directive, and where it stands. */
record Directive(Kind kind, String value, String file, long line, long column) {
  /** What a line such as {@code //DEPS group:artifact:version} begins with. */
  enum Kind {
    DEPS,
    REPOS,
    JAVA,
    SOURCES
  }

  /** What is wrong with it. */
  Diagnostic diagnostic(String message) {
    return new Diagnostic(file, line, column, message);
  }

  /** Reads the directives of a file; tells what is wrong with them. */
  static List<Directive> of(SourceFile file, List<Diagnostic> problems) {
    var directives = new Parser(file.path(), problems);
    if (file.text().contains("//")) {
      int line = 0;
      for (var text : (Iterable<String>) file.text().lines()::iterator) {
        directives.read(text, ++line);
      }
    }
    return directives.found;
  }

  /**
   * The directives of one file, as JBang has them: lines that begin with {@code //DEPS} and the
   * like, several words to a line.
   */
  private static final class Parser {
    private static final Pattern LINE = Pattern.compile("//([A-Z_]+)(?=\\s|$)(.*)");
    private static final Pattern COMMENT = Pattern.compile("\\s//\\s.*");
    private static final Pattern WORD = Pattern.compile("[^\\s,;]+");

    /** Names that somebody who means one of ours may write. */
    private static final Map<String, Kind> SLIPS =
        Map.of(
            "DEP", Kind.DEPS,
            "DEPENDENCY", Kind.DEPS,
            "DEPENDENCIES", Kind.DEPS,
            "REPO", Kind.REPOS,
            "REPOSITORY", Kind.REPOS,
            "REPOSITORIES", Kind.REPOS,
            "SOURCE", Kind.SOURCES);

    private static final Map<String, Kind> KINDS =
        Map.of("DEPS", Kind.DEPS, "REPOS", Kind.REPOS, "JAVA", Kind.JAVA, "SOURCES", Kind.SOURCES);

    private final List<Diagnostic> problems;
    private final String path;
    private final List<Directive> found = new ArrayList<>();

    private Parser(String path, List<Diagnostic> problems) {
      this.path = path;
      this.problems = problems;
    }

    private void read(String text, int line) {
      if (!text.startsWith("//")) {
        return;
      }
      var matcher = LINE.matcher(text);
      if (!matcher.lookingAt()) {
        return;
      }
      var key = matcher.group(1);
      var kind = KINDS.get(key);
      var meant = SLIPS.get(key);
      if (kind != null) {
        words(kind, matcher, line);
      } else if (meant != null) {
        problem(line, 3, "unknown directive //%s; did you mean //%s?".formatted(key, meant));
      }
    }

    private void words(Kind kind, Matcher line, int number) {
      var words = WORD.matcher(COMMENT.matcher(line.group(2)).replaceFirst(""));
      int before = found.size();
      while (words.find()) {
        found.add(
            new Directive(kind, words.group(), path, number, line.start(2) + words.start() + 1L));
      }
      if (found.size() == before) {
        problem(number, 1, "//%s says nothing; write %s".formatted(kind, example(kind)));
      }
    }

    private void problem(int line, int column, String message) {
      problems.add(new Diagnostic(path, line, column, message));
    }

    private static String example(Kind kind) {
      return switch (kind) {
        case DEPS -> "//DEPS group:artifact:version";
        case REPOS -> "//REPOS central or //REPOS name=https://…";
        case JAVA -> "//JAVA 25+";
        case SOURCES -> "//SOURCES Helper.java";
      };
    }
  }
}
