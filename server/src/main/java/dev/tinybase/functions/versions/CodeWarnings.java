package dev.tinybase.functions.versions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds calls in a source that its author should think twice about. They never stop a deployment.
 */
final class CodeWarnings {
  private static final Map<Pattern, String> SUSPECTS = new LinkedHashMap<>();

  static {
    suspect("System\\s*\\.\\s*exit\\s*\\(", "calls System.exit, which ends the process it runs in");
    suspect("\\.\\s*halt\\s*\\(", "may call Runtime.halt, which ends the process it runs in");
    suspect("\\bProcessBuilder\\b|\\.\\s*exec\\s*\\(", "may start programs of the machine");
    suspect("\\bSystem\\s*\\.\\s*getenv\\b", "reads the environment; secrets come from ctx.secret");
    suspect("\\bsun\\.misc\\.Unsafe\\b", "uses sun.misc.Unsafe, which can crash the process");
    suspect("\\bsetAccessible\\s*\\(", "opens what other classes keep private");
  }

  private CodeWarnings() {}

  private static void suspect(String pattern, String warning) {
    SUSPECTS.put(Pattern.compile(pattern), warning);
  }

  static List<String> of(FunctionUpload upload) {
    var code = withoutComments(upload.content());
    return SUSPECTS.entrySet().stream()
        .filter(suspect -> suspect.getKey().matcher(code).find())
        .map(suspect -> upload.filename() + " " + suspect.getValue())
        .toList();
  }

  /** Good enough for a hint; a text that contains {@code //} loses its rest. */
  private static String withoutComments(String content) {
    return content.replaceAll("(?s)/\\*.*?\\*/", " ").replaceAll("//[^\\n]*", " ");
  }
}
