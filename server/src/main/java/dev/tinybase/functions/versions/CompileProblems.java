package dev.tinybase.functions.versions;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.loading.BrokenFile;
import dev.tinybase.json.Json;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;

/** Errors of sources as problems. */
public final class CompileProblems {
  private static final String DEPLOYED = "deployed/";

  private CompileProblems() {}

  /** 400 for a file that is no Java. */
  static Problem syntax(List<Diagnostic> diagnostics) {
    return problem("invalid_syntax", "Invalid Java syntax: ", diagnostics);
  }

  /** 400 for files that do not compile, or do not declare what they should. */
  static Problem broken(Collection<BrokenFile> files) {
    var all = files.stream().flatMap(file -> file.diagnostics().stream()).toList();
    return problem("invalid_function", "", all);
  }

  /** 400 for a batch that is deployed as a whole or not at all. */
  static Problem batch(List<DeploymentBatch.Item> refused, int size) {
    var all = Json.object().putArray("diagnostics");
    for (var item : refused) {
      var problem = Objects.requireNonNull(item.problem());
      var known = problem.members().get("diagnostics");
      if (known == null) {
        all.addAll(json(List.of(new Diagnostic(item.upload().filename(), 0, 0, problem.detail()))));
      } else {
        known.forEach(all::add);
      }
    }
    return Problem.badRequest(
            "batch_refused",
            "%d of %d files cannot be deployed, so none was: %s"
                .formatted(
                    refused.size(),
                    size,
                    Objects.requireNonNull(refused.getFirst().problem()).detail()))
        .member("diagnostics", all);
  }

  /** 409 for a shared file that others need. */
  static Problem needed(String name, Collection<BrokenFile> dependents) {
    var all = dependents.stream().flatMap(file -> file.diagnostics().stream()).toList();
    return Problem.conflict(
            "shared_file_needed",
            "'" + name + "' is needed: " + file(all.getFirst()) + " would have errors without it")
        .member("diagnostics", json(all));
  }

  private static Problem problem(String code, String start, List<Diagnostic> diagnostics) {
    var first = diagnostics.getFirst();
    int others = diagnostics.size() - 1;
    var rest = others == 0 ? "" : " (and " + others + " more)";
    return Problem.badRequest(code, start + plain(first) + rest)
        .member("diagnostics", json(diagnostics));
  }

  /** Each with the file, line and column that it is about. */
  public static ArrayNode json(List<Diagnostic> diagnostics) {
    var list = Json.object().putArray("diagnostics");
    for (var diagnostic : diagnostics) {
      list.addObject()
          .put("file", file(diagnostic))
          .put("line", diagnostic.line())
          .put("column", diagnostic.column())
          .put("message", diagnostic.message());
    }
    return list;
  }

  private static Diagnostic plain(Diagnostic diagnostic) {
    return new Diagnostic(
        file(diagnostic), diagnostic.line(), diagnostic.column(), diagnostic.message());
  }

  /** The name under which it was uploaded. */
  private static String file(Diagnostic diagnostic) {
    return diagnostic.file().startsWith(DEPLOYED)
        ? diagnostic.file().substring(DEPLOYED.length())
        : diagnostic.file();
  }
}
