package dev.tinybase.records;

import static dev.tinybase.filters.SqlFragment.concat;
import static dev.tinybase.filters.SqlFragment.mark;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.FilterSql;
import dev.tinybase.filters.SqlFragment;
import dev.tinybase.json.Json;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.text.Sha256;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A place in a list: the order it belongs to and the last record's values of its keys. As text it
 * is base64url of a JSON array, below 1 KB: of long texts it holds how they begin, and what is
 * missing is looked up by the id. It only holds what its reader was shown or may see, and gives no
 * right: rules and filters apply to each page anew.
 *
 * @param values of which a text may be a {@link Prefix}
 */
record Cursor(Sort sort, List<@Nullable Object> values) {
  private static final int LONGEST = 1_023;

  /** The longest name of an order that is told as it is. */
  private static final int LONGEST_SORT = 64;

  /** What all texts of a cursor may take; the rest is for the order, the id and short values. */
  private static final int BYTES_OF_TEXTS = 360;

  /** The beginning of a longer text. */
  record Prefix(String text) {}

  String encode() {
    var json = new JsonBytes(160).raw('[').text(tag(sort));
    long texts = sort.keys().stream().filter(key -> key.type() == ColumnType.TEXT).count();
    for (var value : values) {
      json.raw(',');
      if (value instanceof String text) {
        write(text, (int) (BYTES_OF_TEXTS / texts), json);
      } else {
        RecordJson.write(value, json);
      }
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.raw(']').toBytes());
  }

  /** Writes a text, or as much of it as fits, in brackets. */
  private static void write(String text, int most, JsonBytes json) {
    int end = 0;
    for (int bytes = 0; end < text.length(); ) {
      int next = text.codePointAt(end);
      bytes += next < 0x20 ? 6 : next < 0x80 ? 2 : next < 0x800 ? 2 : next < 0x10000 ? 3 : 4;
      if (bytes > most) {
        json.raw('[').text(text.substring(0, end)).raw(']');
        return;
      }
      end += Character.charCount(next);
    }
    json.text(text);
  }

  private static String tag(Sort sort) {
    return sort.text().length() > LONGEST_SORT ? Sha256.hex(sort.text()) : sort.text();
  }

  /**
   * The place that a text tells.
   *
   * @throws Problem 400 for what is no cursor of ours, or one of another order
   */
  static Cursor decode(String text, Sort sort) {
    var nodes = nodes(text);
    if (!nodes.getFirst().isString()) {
      throw refused("is none that this server made; take it from next_cursor");
    }
    if (!nodes.getFirst().stringValue().equals(tag(sort))
        || nodes.size() != sort.keys().size() + 1) {
      throw refused("belongs to another sort; send the sort that it was made with");
    }
    var values = new ArrayList<@Nullable Object>();
    for (int i = 0; i < sort.keys().size(); i++) {
      values.add(value(nodes.get(i + 1), sort.keys().get(i)));
    }
    return new Cursor(sort, values);
  }

  /** Whether it holds only the beginning of some text. */
  boolean isCut() {
    return values.stream().anyMatch(Prefix.class::isInstance);
  }

  /** The id of the record that it was made of. */
  Object id() {
    return Objects.requireNonNull(values.getLast());
  }

  /**
   * The same place with whole texts, if these are the values of its record still. If not, or if the
   * record is gone, it stays as it is: the next page then begins with the first record that has the
   * beginning, so that some may come again and none is left out.
   */
  Cursor completed(List<@Nullable Object> found) {
    for (int i = 0; i < values.size(); i++) {
      boolean isSame =
          values.get(i) instanceof Prefix(var prefix)
              ? found.get(i) instanceof String text && text.startsWith(prefix)
              : values.get(i) instanceof BigDecimal number
                  ? found.get(i) instanceof BigDecimal other && other.compareTo(number) == 0
                  : Objects.equals(values.get(i), found.get(i));
      if (!isSame) {
        return this;
      }
    }
    return new Cursor(sort, found);
  }

  /**
   * What comes after the place, as conditions that an index can start at instead of counting its
   * way there: one or two parts that follow each other. The nulls at the end of a descending order
   * are a part of their own, because no single range of an index holds both them and what is before
   * them.
   */
  List<SqlFragment> after() {
    var keys = sort.keys();
    var first = keys.getFirst();
    boolean isTuple =
        keys.stream().allMatch(key -> !key.nullable() && key.descending() == first.descending());
    if (isTuple && !isCut()) {
      return List.of(tuple());
    }
    if (!first.nullable() || !first.descending() || values.getFirst() == null) {
      return List.of(bounded());
    }
    return List.of(bounded(), SqlFragment.of(first.comparable() + " is null"));
  }

  /** One comparison of tuples says it all. */
  private SqlFragment tuple() {
    var keys = sort.keys();
    var columns = keys.stream().map(Sort.Key::comparable).collect(Collectors.joining(", "));
    var marks = keys.stream().map(_ -> "?").collect(Collectors.joining(", "));
    var text = "(" + columns + ")" + keys.getFirst().beyond() + "(" + marks + ")";
    return new SqlFragment(text, values);
  }

  /**
   * The exact condition, after a simpler one on the first key that tells an index where to start.
   */
  private SqlFragment bounded() {
    var first = sort.keys().getFirst();
    var value = values.getFirst();
    return value == null || value instanceof Prefix
        ? following(0)
        : concat(
            first.comparable(),
            first.descending() ? " <= " : " >= ",
            mark(value),
            " and ",
            following(0));
  }

  /** After the place by the keys from the index on, when all keys before it are equal. */
  private SqlFragment following(int index) {
    var key = sort.keys().get(index);
    var column = key.comparable();
    var value = values.get(index);
    if (value == null) {
      var without = key.descending() ? " is null and " : " is not null or ";
      return concat("(", column, without, following(index + 1), ")");
    }
    boolean orNull = index > 0 && key.descending() && key.nullable();
    var nulls = orNull ? " or " + column + " is null" : "";
    if (value instanceof Prefix(var text)) {
      var begun =
          key.descending()
              ? concat(column, " < ", mark(FilterSql.afterPrefix(text)))
              : concat(column, " >= ", mark(text));
      return concat("(", begun, nulls, ")");
    }
    var beyond = concat(column, key.beyond(), mark(value));
    if (index + 1 == sort.keys().size()) {
      return beyond;
    }
    var equal = concat(column, " = ", mark(value), " and ", following(index + 1));
    return concat("(", beyond, nulls, " or (", equal, "))");
  }

  private static List<JsonNode> nodes(String text) {
    if (text.length() > LONGEST) {
      throw refused("is too long");
    }
    try {
      var tree = Json.parse(Base64.getUrlDecoder().decode(text));
      if (tree.isArray() && !tree.isEmpty()) {
        return List.copyOf(tree.values());
      }
    } catch (IllegalArgumentException | Problem _) {
      // falls through to the one answer for all that is no cursor
    }
    throw refused("is none that this server made; take it from next_cursor");
  }

  private static @Nullable Object value(JsonNode node, Sort.Key key) {
    if (node.isNull() && key.nullable()) {
      return null;
    }
    try {
      var value = read(node, key.type());
      if (value != null) {
        return value;
      }
    } catch (IllegalArgumentException | DateTimeException _) {
      // falls through to the one answer for all wrong values
    }
    throw refused("is none that this server made; take it from next_cursor");
  }

  private static @Nullable Object read(JsonNode node, ColumnType type) {
    return switch (type) {
      case INTEGER -> node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : null;
      case REAL -> node.isNumber() ? finite(node.doubleValue()) : null;
      case BOOLEAN -> node.isBoolean() ? node.booleanValue() : null;
      case TEXT ->
          node.isArray() && node.path(0).isString()
              ? new Prefix(node.path(0).stringValue())
              : node.isString() ? node.stringValue() : null;
      case DECIMAL -> node.isString() ? decimal(node.stringValue()) : null;
      case DATE -> isTime(node, 10) ? LocalDate.parse(node.stringValue()) : null;
      case TIMESTAMP -> isTime(node, 27) ? Instant.parse(node.stringValue()) : null;
      case UUID -> node.isString() ? UUID.fromString(node.stringValue()) : null;
      case JSON -> null;
    };
  }

  private static boolean isTime(JsonNode node, int length) {
    return node.isString()
        && node.stringValue().length() == length
        && Character.isDigit(node.stringValue().charAt(0));
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static @Nullable BigDecimal decimal(String text) {
    return text.matches("-?\\d{1,1000}(\\.\\d{1,1000})?") ? new BigDecimal(text) : null;
  }

  private static Problem refused(String why) {
    return Problem.badRequest("invalid_cursor", "cursor: the cursor " + why);
  }
}
