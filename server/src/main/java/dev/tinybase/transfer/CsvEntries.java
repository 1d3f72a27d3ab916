package dev.tinybase.transfer;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.Schema;
import dev.tinybase.text.Texts;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The rows of a CSV file as objects. An empty cell is null where the field may be null, else it
 * leaves the field out; an empty cell in quotes is an empty text.
 */
final class CsvEntries implements Entry.Source {
  private final Columns columns;
  private final CloseableIterator<Line> rows;
  private @Nullable List<String> header;
  private long line = 1;
  private boolean ended;

  CsvEntries(Reader reader, Schema schema) {
    columns = new Columns(schema);
    rows =
        CsvReader.builder()
            .maxBufferSize(Entry.LONGEST)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(new Line.Handler(), reader)
            .iterator();
  }

  @Override
  public @Nullable Entry next() {
    if (ended) {
      return null;
    }
    try {
      if (header == null) {
        var refusal = readHeader();
        if (refusal != null) {
          return broken(1, refusal);
        }
      }
      return rows.hasNext() ? entry(rows.next()) : null;
    } catch (CsvParseException e) {
      return broken(line + 1, "cannot be read as CSV: " + firstLine(e));
    }
  }

  private @Nullable String readHeader() {
    if (!rows.hasNext()) {
      return "a CSV file begins with a header that names the fields";
    }
    var names = rows.next().cells().stream().map(cell -> cell == null ? "" : cell.strip()).toList();
    header = names;
    return columns.refusal(names);
  }

  private Entry entry(Line row) {
    line = row.line();
    var names = header == null ? List.<String>of() : header;
    if (row.cells().size() != names.size()) {
      return new Entry.Bad(
          line, "has " + row.cells().size() + " cells, but the header has " + names.size());
    }
    if (row.malformed()) {
      return new Entry.Bad(line, "is not valid UTF-8");
    }
    var object = Json.object();
    for (int i = 0; i < names.size(); i++) {
      try {
        @Nullable JsonNode value = columns.value(names.get(i), row.cells().get(i));
        if (value != null) {
          object.set(names.get(i), value);
        }
      } catch (Problem e) {
        return new Entry.Bad(line, names.get(i) + ": " + e.detail());
      }
    }
    return new Entry.Data(line, object, row.size());
  }

  private Entry broken(long at, String reason) {
    ended = true;
    return new Entry.Broken(at, reason);
  }

  private static String firstLine(CsvParseException e) {
    @Nullable Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }

  /**
   * One row of a CSV file.
   *
   * @param cells null for an empty cell without quotes
   * @param malformed whether some bytes of it are not UTF-8
   */
  private record Line(long line, List<@Nullable String> cells, boolean malformed, int size) {
    /**
     * Makes rows of what the parser finds, and keeps apart the empty cells with and without quotes.
     */
    private static final class Handler extends AbstractBaseCsvCallbackHandler<Line> {
      private List<@Nullable String> cells = new ArrayList<>();
      private boolean malformed;
      private int size;

      @Override
      protected void handleBegin(long startingLineNumber) {
        cells = new ArrayList<>(cells.size());
        malformed = false;
        size = 0;
      }

      @Override
      protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        size += length + 1;
        if (length == 0 && !quoted) {
          cells.add(null);
          return;
        }
        var text = new String(buffer, offset, length);
        malformed |= Utf8.isMalformed(text);
        cells.add(text);
      }

      @Override
      protected Line buildRecord() {
        return new Line(getStartingLineNumber(), cells, malformed, size);
      }
    }
  }

  /** What the columns of a CSV file mean to a schema: which names there are, and how cells read. */
  private static final class Columns {
    private static final Pattern NUMBER =
        Pattern.compile("[+-]?\\d{1,400}(\\.\\d{1,400})?([eE][+-]?\\d{1,3})?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,400}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Schema schema;
    private final Set<String> known;

    Columns(Schema schema) {
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
          return "the header names the unknown field '"
              + shown
              + "'"
              + DidYouMean.hint(name, known);
        }
        if (!seen.add(name)) {
          return "the header names '" + name + "' twice";
        }
      }
      return null;
    }

    /**
     * What a cell means; null when it leaves the field out. A cell that does not read as its
     * field's type becomes a text, which the schema then refuses in its own words.
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
        throw Problem.badRequest("invalid_json", Json.reason(e));
      }
    }
  }
}
