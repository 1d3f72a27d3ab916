package dev.tinybase.functions.versions;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.loading.DeployedSource;
import dev.tinybase.functions.loading.FunctionNames;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to be deployed.
 *
 * @param filename {@code place_order.java}, or {@code lib/Money.java} for one that all functions
 *     use
 * @param notes what the deployer says of it
 */
public record FunctionUpload(String filename, String content, @Nullable String notes) {
  private static final String JAVA = ".java";
  private static final Pattern SHARED = Pattern.compile("lib(/[A-Za-z_][A-Za-z0-9_]{0,63}){1,6}");
  private static final Map<Pattern, String> SUSPECTS = new LinkedHashMap<>();

  static {
    suspect("System\\s*\\.\\s*exit\\s*\\(", "calls System.exit, which ends the process it runs in");
    suspect("\\.\\s*halt\\s*\\(", "may call Runtime.halt, which ends the process it runs in");
    suspect("\\bProcessBuilder\\b|\\.\\s*exec\\s*\\(", "may start programs of the machine");
    suspect("\\bSystem\\s*\\.\\s*getenv\\b", "reads the environment; secrets come from ctx.secret");
    suspect("\\bsun\\.misc\\.Unsafe\\b", "uses sun.misc.Unsafe, which can crash the process");
    suspect("\\bsetAccessible\\s*\\(", "opens what other classes keep private");
  }

  /** The name of its function; the whole name where it is no Java file. */
  public String name() {
    return filename.endsWith(JAVA)
        ? filename.substring(0, filename.length() - JAVA.length())
        : filename;
  }

  /** Throws a 400 in one sentence for the first thing that is wrong. */
  void check(long maxBytes) {
    if (!filename.endsWith(JAVA)) {
      throw badName("must end with .java");
    }
    if (name().startsWith(DeployedSource.SHARED)) {
      checkShared();
    } else {
      checkFunction();
    }
    if (content.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw Problem.badRequest(
          "function_too_large", filename + " exceeds maximum size of " + maxBytes + " bytes");
    }
  }

  private void checkFunction() {
    var name = name();
    if (name.contains("..") || name.contains("/") || name.contains("\\")) {
      throw badName(
          "must be a plain name such as place_order.java, or one in lib/: path traversal is refused");
    }
    FunctionNames.complaint(name)
        .ifPresent(what -> {
          throw badName("is no name for a function: '" + name + "' " + what);
        });
  }

  private void checkShared() {
    if (!SHARED.matcher(name()).matches() || !SourceVersion.isName(name().replace('/', '.'))) {
      throw badName(
          "must be lib/ and names of packages and a class, such as lib/Money.java: each a valid Java"
              + " identifier, and path traversal is refused");
    }
  }

  private Problem badName(String what) {
    return Problem.badRequest("invalid_filename", "Filename '" + filename + "' " + what);
  }

  /** Calls in it that its author should think twice about; they never stop a deployment. */
  List<String> warnings() {
    var code = withoutComments(content);
    return SUSPECTS.entrySet().stream()
        .filter(suspect -> suspect.getKey().matcher(code).find())
        .map(suspect -> filename + " " + suspect.getValue())
        .toList();
  }

  private static void suspect(String pattern, String warning) {
    SUSPECTS.put(Pattern.compile(pattern), warning);
  }

  /** Good enough for a hint; a text that contains {@code //} loses its rest. */
  private static String withoutComments(String content) {
    return content.replaceAll("(?s)/\\*.*?\\*/", " ").replaceAll("//[^\\n]*", " ");
  }
}
