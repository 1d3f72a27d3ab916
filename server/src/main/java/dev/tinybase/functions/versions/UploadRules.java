package dev.tinybase.functions.versions;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.loading.DeployedSource;
import dev.tinybase.functions.loading.FunctionNames;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** What can be said of an upload without compiling it. */
final class UploadRules {
  private static final Pattern SHARED = Pattern.compile("lib(/[A-Za-z_][A-Za-z0-9_]{0,63}){1,6}");

  private final long maxBytes;

  UploadRules(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Throws a 400 in one sentence for the first thing that is wrong. */
  void check(FunctionUpload upload) {
    if (!upload.filename().endsWith(FunctionUpload.JAVA)) {
      throw badName(upload, "must end with .java");
    }
    if (upload.name().startsWith(DeployedSource.SHARED)) {
      checkShared(upload);
    } else {
      checkFunction(upload);
    }
    if (upload.content().getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw Problem.badRequest(
          "function_too_large",
          upload.filename() + " exceeds maximum size of " + maxBytes + " bytes");
    }
  }

  private static void checkFunction(FunctionUpload upload) {
    var name = upload.name();
    if (name.contains("..") || name.contains("/") || name.contains("\\")) {
      throw badName(
          upload,
          "must be a plain name such as place_order.java, or one in lib/: path traversal is refused");
    }
    FunctionNames.complaint(name)
        .ifPresent(what -> {
          throw badName(upload, "is no name for a function: '" + name + "' " + what);
        });
  }

  private static void checkShared(FunctionUpload upload) {
    if (!SHARED.matcher(upload.name()).matches() || !SourceVersion.isName(dotted(upload))) {
      throw badName(
          upload,
          "must be lib/ and names of packages and a class, such as lib/Money.java: each a valid Java"
              + " identifier, and path traversal is refused");
    }
  }

  private static String dotted(FunctionUpload upload) {
    return upload.name().replace('/', '.');
  }

  private static Problem badName(FunctionUpload upload, String what) {
    return Problem.badRequest("invalid_filename", "Filename '" + upload.filename() + "' " + what);
  }
}
