package dev.tinybase.functions.versions;

import dev.tinybase.json.Json;

/** Functions as tests upload them. */
final class Code {
  private Code() {}

  /** A public function that returns a text. */
  static String returning(String name, String text) {
    return """
    import dev.tinybase.sdk.*;

    @Register(name = "%s", auth = Auth.PUBLIC)
    String answer() {
      return "%s";
    }
    """
        .formatted(name, text);
  }

  /** The body of an upload. */
  static String upload(String filename, String content) {
    return Json.text(Json.object().put("filename", filename).put("content", content));
  }
}
