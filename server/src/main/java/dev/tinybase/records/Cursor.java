package dev.tinybase.records;

import static dev.tinybase.filters.SqlFragment.concat;
import static dev.tinybase.filters.SqlFragment.mark;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.SqlFragment;
import dev.tinybase.json.Json;
import dev.tinybase.json.JsonBytes;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A place in a list: the order it belongs to and the last record's values of its sort.keys(). As
 * text it is base64url of a JSON array. It only holds what its reader was shown or may see, and
 * gives no right: rules and filters apply to each page anew.
 */
record Cursor(Sort sort, List<@Nullable Object> values) {
  private static final int LONGEST = 100_000;

  String encode() {
    var json = new JsonBytes(160).raw('[').text(sort.text());
    values.forEach(value -> RecordJson.write(value, json.raw(',')));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.raw(']').toBytes());
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
    if (!nodes.getFirst().stringValue().equals(sort.text())
        || nodes.size() != sort.keys().size() + 1) {
      throw refused("belongs to another sort; send the sort that it was made with");
    }
    var values = new ArrayList<@Nullable Object>();
    for (int i = 0; i < sort.keys().size(); i++) {
      values.add(value(nodes.get(i + 1), sort.keys().get(i)));
    }
    return new Cursor(sort, values);
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
    if (isTuple) {
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
    return value == null
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
    var beyond = concat(column, key.beyond(), mark(value));
    if (index + 1 == sort.keys().size()) {
      return beyond;
    }
    boolean orNull = index > 0 && key.descending() && key.nullable();
    var nulls = orNull ? " or " + column + " is null" : "";
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
      case TEXT -> node.isString() ? node.stringValue() : null;
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
