package dev.tinybase.http;

import dev.tinybase.errors.InputError;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Uuids;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The decoded query of a request, in the order sent. Wrong values are a 422 that names the
 * parameter.
 */
public record Query(Map<String, List<String>> values) {
  private static final int MOST = 1_000;
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
    var name = PercentDecoder.query(raw.substring(from, bare ? to : equals));
    var value = bare ? "" : PercentDecoder.query(raw.substring(equals + 1, to));
    values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
  }
}
