package dev.tinybase.api;

import dev.tinybase.errors.Problem;

/** The failures that the HTTP layer itself finds. */
final class Problems {
  private Problems() {}

  static Problem notFound() {
    return Problem.notFound("not_found", "Not Found");
  }

  static Problem methodNotAllowed(String allow) {
    return Problem.of(Problem.Kind.METHOD_NOT_ALLOWED, "method_not_allowed", "Method Not Allowed")
        .header("Allow", allow);
  }

  static Problem tooLarge(long limit) {
    return Problem.of(
        Problem.Kind.TOO_LARGE,
        "body_too_large",
        "The body is larger than the limit of " + limit + " bytes.");
  }

  static Problem unsupportedType(String type) {
    return Problem.of(
        Problem.Kind.UNSUPPORTED_MEDIA_TYPE,
        "unsupported_media_type",
        "The body must be application/json, not " + type + ".");
  }

  static Problem unsupportedEncoding() {
    return Problem.of(
            Problem.Kind.UNSUPPORTED_MEDIA_TYPE,
            "unsupported_content_encoding",
            "The body may be sent as it is or with Content-Encoding: gzip.")
        .header("Accept-Encoding", "gzip");
  }

  static Problem overloaded() {
    return Problem.unavailable(
        "overloaded", "The server has too many requests to answer. Try again in a second.", 1);
  }
}
