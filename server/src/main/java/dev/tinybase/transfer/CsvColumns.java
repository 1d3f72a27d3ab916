package dev.tinybase.transfer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.schema.InvalidValue;
import dev.tinybase.schema.Schema;
import dev.tinybase.text.Texts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the columns of a CSV file mean to a collection: which names there are, what separates them,
 * and how cells read.
 */
final class CsvColumns {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
  private static final int LONGEST_HEADER = 1 << 15;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Schema schema;
  private final boolean ignoreUnknown;
  private final Set<String> known;

  CsvColumns(Schema schema, boolean ignoreUnknown) {
    this.schema = schema;
    this.ignoreUnknown = ignoreUnknown;
    known = new TreeSet<>(schema.names());
    known.addAll(Schema.SYSTEM_NAMES);
    known.add("collection_id");
  }

  /** The character with which the header names the most fields; a comma where none is better. */
  char delimiter(BufferedReader file) {
    var begin = begin(file);
    char best = ',';
    long most = 0;
    for (char candidate : DELIMITERS) {
      long named = header(begin, candidate).stream().filter(known::contains).distinct().count();
      if (named > most) {
        best = candidate;
        most = named;
      }
    }
    return best;
  }

  private static String begin(BufferedReader file) {
    var begin = new char[LONGEST_HEADER];
    int length = 0;
    try {
      file.mark(LONGEST_HEADER);
      for (int read = 0; read >= 0 && length < LONGEST_HEADER && !hasLine(begin, length); ) {
        read = file.read(begin, length, LONGEST_HEADER - length);
        length += Math.max(read, 0);
      }
      file.reset();
    } catch (IOException _) {
      // the next read meets the same failure, and tells its line
    }
    return new String(begin, 0, length);
  }

  /**
   * Whether the header is likely to be there: names with line breaks in quotes are none of ours.
   */
  private static boolean hasLine(char[] text, int length) {
    return new String(text, 0, length).lines().limit(3).count() > 2;
  }

  private static List<String> header(String begin, char delimiter) {
    try (var reader = CsvReader.builder().fieldSeparator(delimiter).ofCsvRecord(begin)) {
      return reader.stream().findFirst().map(row -> names(row.getFields())).orElse(List.of());
    } catch (CsvParseException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of a header, without the empty ones at its end. */
  static List<String> names(List<? extends @Nullable String> cells) {
    var names = cells.stream().map(cell -> cell == null ? "" : cell.strip()).toList();
    int end = names.size();
    while (end > 0 && names.get(end - 1).isEmpty()) {
      end--;
    }
    return names.subList(0, end);
  }

  /** Why a header will not do; null when it will. */
  @Nullable String refusal(List<String> header, char delimiter) {
    var seen = new HashSet<String>();
    for (var name : header) {
      if (!seen.add(name)) {
        return "the header names '" + Texts.abbreviate(name) + "' twice";
      }
      if (!known.contains(name) && !ignoreUnknown) {
        return "the header names the unknown field '"
            + Texts.abbreviate(name)
            + "'"
            + DidYouMean.hint(name, known)
            + (header.size() > 1
                ? ""
                : "; cells are separated by "
                    + shown(delimiter)
                    + " here,"
                    + " and 'delimiter' sets another character");
      }
    }
    return null;
  }

  private static String shown(char delimiter) {
    return delimiter == '\t' ? "tabs" : "'" + delimiter + "'";
  }

  /**
   * Reads a cell into a record, where it does not leave the field out.
   *
   * @param text null for an empty cell without quotes
   */
  void read(String name, @Nullable String text, ObjectNode record, List<FieldError> errors) {
    if (!known.contains(name)) {
      return;
    }
    var field = schema.field(name);
    boolean empty =
        text == null
            || (text.isEmpty() && (field == null || !(field.type() instanceof FieldType.Text)));
    if (text != null && !empty) {
      try {
        record.set(name, field == null ? NODES.stringNode(text) : value(field, text));
      } catch (InvalidValue e) {
        errors.add(new FieldError(name, e.code(), e.reason()));
      }
    } else if (field != null && field.acceptsNull()) {
      record.putNull(name);
    }
  }

  private static JsonNode value(Field field, String text) {
    return switch (field.type()) {
      case FieldType.Text _ -> NODES.stringNode(text);
      case FieldType.Json _, FieldType.Dictionary _, FieldType.ListOf _ -> json(text);
      case FieldType.Whole _,
          FieldType.Real _,
          FieldType.Decimal _,
          FieldType.Bool _,
          FieldType.Date _,
          FieldType.DateTime _ ->
          FieldValues.node(FieldValues.convert(field.type(), NODES.stringNode(text), true));
    };
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (Problem e) {
      throw new InvalidValue("invalid_json", Json.reason(e));
    }
  }
}
