package dev.tinybase.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Texts;
import dev.tinybase.text.Uuids;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The decoded query of a request, in the order sent. Wrong values are a 422 that names the
 * parameter.
 */
public record Query(Map<String, List<String>> values) {
  private static final int MOST = 1_000;
  private static final String FILTER = "filter";
  private static final Query EMPTY = new Query(Map.of());
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /** The last value of a parameter. */
  public Optional<String> text(String name) {
    var all = values.get(name);
    return all == null ? Optional.empty() : Optional.of(all.getLast());
  }

  /** A whole number within bounds, or the default when absent. */
  public long integer(String name, long least, long most, long fallback) {
    var text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException _) {
      // falls through to the one message that tells all of it
    }
    throw wrong("int_parsing", name, "must be a whole number from " + least + " to " + most);
  }

  /** {@code true} or {@code false}, or the default when absent. */
  public boolean flag(String name, boolean fallback) {
    var text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    return switch (text.get()) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw wrong("bool_parsing", name, "must be true or false");
    };
  }

  /** One of the named words, or the default when absent. */
  public String choice(String name, String fallback, String... words) {
    var text = text(name).orElse(fallback);
    if (!List.of(words).contains(text)) {
      throw wrong("enum", name, "must be one of " + String.join(", ", words));
    }
    return text;
  }

  /** One of these by its name in lower case. */
  public <E extends Enum<E>> Optional<E> choice(String name, E[] values) {
    if (text(name).isEmpty()) {
      return Optional.empty();
    }
    var words = Stream.of(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    return Optional.of(values[words.indexOf(choice(name, "", words.toArray(String[]::new)))]);
  }

  /** A UUID. */
  public Optional<UUID> uuid(String name) {
    return text(name)
        .map(text ->
            Uuids.parse(text).orElseThrow(() -> wrong("uuid_parsing", name, "must be a UUID")));
  }

  /** An instant in RFC 3339. */
  public Optional<Instant> instant(String name) {
    return text(name)
        .map(text -> {
          try {
            var instant = OffsetDateTime.parse(text).toInstant();
            if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
              return instant;
            }
          } catch (DateTimeException _) {
            // the same answer as for a time that no database can hold
          }
          throw wrong(
              "datetime_parsing", name, "must be a time in RFC 3339, such as 2026-11-22T22:18:10Z");
        });
  }

  /**
   * Refuses with a 400 every parameter that is not one of these; {@code filter} stands for {@code
   * filter[field][operator]} as well.
   */
  public void only(Collection<String> known) {
    for (var name : values.keySet()) {
      int bracket = name.indexOf('[');
      var word = bracket < 0 ? name : name.substring(0, bracket);
      if (!known.contains(bracket < 0 || word.equals(FILTER) ? word : name)) {
        throw unknown(name, word, known);
      }
    }
  }

  private static Problem unknown(String name, String word, Collection<String> known) {
    var near = DidYouMean.hint(word, known);
    var all =
        known.isEmpty() ? "; this takes none." : "; this takes " + String.join(", ", known) + ".";
    return Problem.badRequest(
        "unknown_parameter",
        "Unknown query parameter '%s'%s"
            .formatted(Texts.abbreviate(name), near.isEmpty() ? all : near));
  }

  private static Problem wrong(String type, String name, String message) {
    return Problem.invalid(InputError.at(type, message, "query", name));
  }

  /** Reads {@code a=1&b=2}, at most so many parameters of it. */
  public static Query parse(String raw) {
    if (raw.isEmpty()) {
      return EMPTY;
    }
    var values = new LinkedHashMap<String, List<String>>();
    int from = 0;
    int count = 0;
    while (from <= raw.length()) {
      int and = raw.indexOf('&', from);
      int to = and < 0 ? raw.length() : and;
      if (to > from) {
        add(values, raw, from, to);
        if (++count > MOST) {
          throw Problem.badRequest(
              "too_many_parameters", "The query has more than " + MOST + " parameters.");
        }
      }
      from = to + 1;
    }
    return new Query(values);
  }

  private static void add(Map<String, List<String>> values, String raw, int from, int to) {
    int equals = raw.indexOf('=', from);
    boolean bare = equals < 0 || equals > to;
    var name = decode(raw.substring(from, bare ? to : equals), true);
    var value = bare ? "" : decode(raw.substring(equals + 1, to), true);
    values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
  }

  /**
   * Decodes the percent-encoding of a name, value or path segment (RFC 3986), strictly: a 400
   * problem for bad escapes, bad UTF-8 and control characters.
   *
   * @param plus whether a plus stands for a space, as in queries
   */
  public static String decode(String raw, boolean plus) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%' || (plus && c == '+')) {
        return slow(raw, plus);
      }
      check(c);
    }
    return raw;
  }

  private static String slow(String raw, boolean plus) {
    var bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.put((byte) (digit(raw, i + 1) << 4 | digit(raw, i + 2)));
        i += 2;
      } else {
        check(c);
        bytes.put((byte) (plus && c == '+' ? ' ' : c));
      }
    }
    return utf8(bytes.flip());
  }

  private static String utf8(ByteBuffer bytes) {
    try {
      var text = UTF_8.newDecoder().decode(bytes).toString();
      if (text.indexOf('\0') >= 0) {
        throw malformed("it holds a NUL character");
      }
      return text;
    } catch (CharacterCodingException _) {
      throw malformed("its percent-encoded bytes are not UTF-8");
    }
  }

  private static int digit(String raw, int index) {
    int value = index < raw.length() ? Character.digit(raw.charAt(index), 16) : -1;
    if (value < 0) {
      throw malformed("a % must be followed by two hexadecimal digits");
    }
    return value;
  }

  private static void check(char c) {
    if (c <= ' ' || c >= 0x7f) {
      throw malformed("characters outside ASCII must be percent-encoded");
    }
  }

  private static Problem malformed(String why) {
    return Problem.badRequest("malformed_url", "The URL is malformed: " + why + ".");
  }
}
