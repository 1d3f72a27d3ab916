package dev.tinybase.api.routes;

import dev.tinybase.api.Request;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The fields of a small HTML form, as {@code application/x-www-form-urlencoded} brings them. */
record HtmlForm(Query fields) {
  private static final int MAX_BYTES = 16 << 10;

  /** Reads a body; a problem for another media type, for one that is too large or malformed. */
  static HtmlForm of(Request request) {
    var type = request.header("Content-Type").orElse("");
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/x-www-form-urlencoded")) {
      throw Problem.of(
          Problem.Kind.UNSUPPORTED_MEDIA_TYPE,
          "unsupported_media_type",
          "Send the form as application/x-www-form-urlencoded");
    }
    try {
      return new HtmlForm(Query.parse(text(request)));
    } catch (Problem problem) {
      throw problem.kind() == Problem.Kind.BAD_REQUEST ? malformed() : problem;
    }
  }

  String get(String name) {
    return fields.text(name).orElse("");
  }

  private static String text(Request request) {
    try {
      var bytes = request.stream().readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw Problem.of(Problem.Kind.TOO_LARGE, "body_too_large", "The form is too large");
      }
      return StandardCharsets.US_ASCII.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw malformed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Problem malformed() {
    return Problem.badRequest("malformed_form", "The form is not encoded as a browser does it");
  }
}
