package dev.tinybase.transfer;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.Schema;
import dev.tinybase.text.Texts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What the columns of a CSV file mean to a schema: which names there are, and how cells read. */
final class CsvColumns {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,400}(\\.\\d{1,400})?([eE][+-]?\\d{1,3})?");
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,400}");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Schema schema;
  private final Set<String> known;

  CsvColumns(Schema schema) {
    this.schema = schema;
    known = new TreeSet<>(schema.names());
    known.addAll(Schema.SYSTEM_NAMES);
    known.add("collection_id");
  }

  /** Why a header will not do; null when it will. */
  @Nullable String refusal(List<String> header) {
    var seen = new HashSet<String>();
    for (var name : header) {
      if (!known.contains(name)) {
        var shown = Texts.abbreviate(name);
        return "the header names the unknown field '" + shown + "'" + DidYouMean.hint(name, known);
      }
      if (!seen.add(name)) {
        return "the header names '" + name + "' twice";
      }
    }
    return null;
  }

  /**
   * What a cell means; null when it leaves the field out. A cell that does not read as its field's
   * type becomes a text, which the schema then refuses in its own words.
   *
   * @param text null for an empty cell without quotes
   */
  @Nullable JsonNode value(String name, @Nullable String text) {
    var field = schema.field(name);
    if (text == null || (text.isEmpty() && !isText(field))) {
      return field != null && field.acceptsNull() ? NODES.nullNode() : null;
    }
    return field == null ? NODES.stringNode(text) : typed(field.type(), text);
  }

  private static boolean isText(@Nullable Field field) {
    return field != null && field.type() instanceof FieldType.Text;
  }

  private static JsonNode typed(FieldType type, String text) {
    return switch (type) {
      case FieldType.Whole _, FieldType.Real _ -> number(text);
      case FieldType.Bool _ -> truth(text);
      case FieldType.Json _, FieldType.Dictionary _, FieldType.ListOf _ -> json(text);
      case FieldType.Text _, FieldType.Decimal _, FieldType.Date _, FieldType.DateTime _ ->
          NODES.stringNode(text);
    };
  }

  private static JsonNode number(String text) {
    if (WHOLE.matcher(text).matches()) {
      return NODES.numberNode(new BigInteger(text));
    }
    return NUMBER.matcher(text).matches()
        ? NODES.numberNode(new BigDecimal(text))
        : NODES.stringNode(text);
  }

  private static JsonNode truth(String text) {
    return switch (text) {
      case "true", "TRUE", "True", "1" -> NODES.booleanNode(true);
      case "false", "FALSE", "False", "0" -> NODES.booleanNode(false);
      default -> NODES.stringNode(text);
    };
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (Problem e) {
      throw Problem.badRequest("invalid_json", JsonEntries.reason(e));
    }
  }
}
