package dev.tinybase.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.errors.Problem;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one way to read and write JSON. Reading is strict (RFC 8259 and I-JSON, RFC 7493): at most
 * 100 levels, no duplicate keys, no NaN, no trailing text, no unpaired surrogates, no NUL, UTF-8
 * alone. Decimal numbers keep their digits.
 */
public final class Json {
  /** Deepest nesting of arrays and objects that is accepted. */
  public static final int MAX_DEPTH = 100;

  /** Far beyond every floating-point number, and far from what the databases cannot keep. */
  private static final int MOST_DIGITS = 1_000;

  static final String TOO_MANY_DIGITS =
      "a number has more than " + MOST_DIGITS + " digits; send it as a text";

  static final String NO_UTF8 = "it is not UTF-8";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(100_000_000)
                  .build())
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** What one value of a tree takes, with its name, its text's object and its place. */
  private static final int BYTES_PER_VALUE = 64;

  /** No document becomes larger than this in memory. */
  private static final long MOST_MEMORY = Math.max(32L << 20, Runtime.getRuntime().maxMemory() / 8);

  /** Documents shorter than this cannot reach that. */
  private static final int LIGHT = 1 << 17;

  private Json() {}

  /** Parses one document; a 422 problem that names line and column where it is malformed. */
  public static JsonNode parse(byte[] utf8) {
    if (utf8.length > LIGHT && memory(utf8) > MOST_MEMORY) {
      throw tooHeavy();
    }
    return isAscii(utf8) ? read(() -> MAPPER.readTree(utf8)) : readText(decode(utf8));
  }

  /** Parses one document; a 422 problem that names line and column where it is malformed. */
  public static JsonNode parse(String text) {
    if (text.length() > LIGHT && memory(text.getBytes(UTF_8)) > MOST_MEMORY) {
      throw tooHeavy();
    }
    return readText(text);
  }

  private static JsonNode readText(String text) {
    return read(() -> MAPPER.readTree(text));
  }

  private static JsonNode read(Supplier<JsonNode> document) {
    return check(reading(document));
  }

  /**
   * What a parser reads. Whatever it throws becomes a 422 problem in our words, because parsers
   * throw more than they declare.
   */
  public static <T extends @Nullable Object> T reading(Supplier<T> parser) {
    try {
      return parser.get();
    } catch (RuntimeException e) {
      throw JsonErrors.of(e);
    }
  }

  /** Such bytes are the same in UTF-8 and to the parser, which takes UTF-16 as well. */
  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b <= 0) {
        return false;
      }
    }
    return true;
  }

  /** Strict, because the parser takes overlong forms such as C0 AE and other encodings. */
  private static String decode(byte[] utf8) {
    try {
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      throw JsonErrors.refused(NO_UTF8);
    }
  }

  /** How many bytes of memory the tree of a document takes, estimated before it is made. */
  public static long memory(byte[] utf8) {
    return new Meter().applyAsLong(utf8);
  }

  /**
   * Estimates how many bytes of memory the tree of a document takes, piece by piece, while it
   * arrives: small values take many times what they take as text.
   */
  public static final class Meter implements ToLongFunction<byte[]> {
    private boolean inText;
    private boolean escaped;

    @Override
    public long applyAsLong(byte[] piece) {
      long values = 1;
      for (byte b : piece) {
        if (inText) {
          inText = escaped || b != '"';
          escaped = !escaped && b == '\\';
        } else if (b == '"') {
          inText = true;
        } else if (b == ',' || b == ':') {
          values++;
        } else if (b == '[' || b == '{') {
          values += 2;
        }
      }
      return piece.length + values * BYTES_PER_VALUE;
    }
  }

  /**
   * Reads the document at whose first token a parser is, one of many; it refuses one that would
   * take more memory than {@link #parse} lets pass.
   */
  public static JsonNode next(JsonParser parser) {
    var counted =
        new JsonParserDelegate(parser) {
          private long values;

          @Override
          public @Nullable JsonToken nextToken() {
            if (++values * BYTES_PER_VALUE > MOST_MEMORY) {
              throw tooHeavy();
            }
            return super.nextToken();
          }
        };
    return parser.objectReadContext().readTree(counted);
  }

  private static Problem tooHeavy() {
    return Problem.of(
        Problem.Kind.TOO_LARGE,
        "body_too_large",
        "The JSON holds so many values that it would take more than %d MB of memory."
                .formatted(MOST_MEMORY >> 20)
            + " Send it in parts.");
  }

  /**
   * Refuses in a tree that was read piece by piece what {@link #parse} refuses because no database
   * can store or return it: unpaired surrogates, NUL, numbers such as 1e999999, and too many
   * levels.
   */
  public static JsonNode check(JsonNode node) {
    check(node, 0);
    return node;
  }

  private static void check(JsonNode node, int depth) {
    if (depth > MAX_DEPTH) { // a TOML key such as a.a.a.a makes a table for each dot
      throw JsonErrors.refused("it is nested more than " + MAX_DEPTH + " levels deep");
    }
    if (node.isString()) {
      check(node.stringValue());
    } else if (node.isBigDecimal()) {
      check(node.decimalValue());
    } else if (node.isArray()) {
      node.values().forEach(item -> check(item, depth + 1));
    } else if (node.isObject()) {
      node.properties()
          .forEach(entry -> {
            check(entry.getKey());
            check(entry.getValue(), depth + 1);
          });
    }
  }

  /** Whether a database can store the text and give it back. */
  public static boolean isWellFormed(String text) {
    return flaw(text) == null;
  }

  /** What keeps a database from storing the text and giving it back; null where nothing does. */
  public static @Nullable String flaw(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "a NUL character (\\u0000)";
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return "an unpaired surrogate (\\u%04x)".formatted((int) c);
        }
        i++;
      }
    }
    return null;
  }

  /** Parses what we wrote ourselves and therefore trust. */
  public static JsonNode trusted(String text) {
    return MAPPER.readTree(text);
  }

  /** Parses what we wrote ourselves and therefore trust. */
  public static JsonNode trusted(byte[] utf8) {
    return MAPPER.readTree(utf8);
  }

  /** A new empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The compact text of a tree. */
  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /** The indented text of a tree, for people. */
  public static String pretty(JsonNode node) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }

  /** The compact UTF-8 bytes of a tree. */
  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /** The mapper itself, for reading several documents from one stream. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** What is wrong with a TOML text that its parser refused. */
  public static String tomlReason(RuntimeException failure) {
    return JsonErrors.toml(failure);
  }

  /** What a parser of ours says of a text, without the place of a request's body. */
  public static String reason(Problem problem) {
    return problem.inputs().isEmpty() ? problem.detail() : problem.inputs().getFirst().msg();
  }

  private static void check(BigDecimal number) {
    long exponent = (long) number.precision() - number.scale();
    if (Math.abs(exponent) > MOST_DIGITS && number.signum() != 0) {
      throw JsonErrors.refused(TOO_MANY_DIGITS);
    }
  }

  /** The same of one text. */
  public static void check(String text) {
    var flaw = flaw(text);
    if (flaw != null) {
      throw JsonErrors.refused("a text holds " + flaw + "; remove it");
    }
  }
}
