package dev.tinybase.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.errors.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads files in TOML, as strictly as {@link Json} reads JSON. */
public final class Toml {
  private Toml() {}

  /**
   * The tree of a text.
   *
   * @param file its name for messages
   * @throws Problem 400 with the code that is given, which says what is wrong with the file
   */
  public static ObjectNode parse(String file, byte[] utf8, String code) {
    try {
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      var bare = text.startsWith("\ufeff") ? text.substring(1) : text;
      return (ObjectNode) Json.check(new TomlMapper().readTree(bare));
    } catch (CharacterCodingException _) {
      throw Problem.badRequest(code, file + ": is not UTF-8 text");
    } catch (JacksonException | NumberFormatException | ArithmeticException e) {
      throw Problem.badRequest(code, file + ": is not valid TOML: " + Json.tomlReason(e));
    } catch (Problem e) {
      throw Problem.badRequest(code, file + ": " + Json.reason(e));
    }
  }
}
