package dev.tinybase.api.routes;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JSON objects as CSV (RFC 4180): the keys of the first are the header and the columns of all. Null
 * is an empty cell; lists and objects are JSON text. An element that is no object is a row of one
 * cell named {@code value}.
 */
final class CsvTable {
  private static final String VALUE = "value";

  private @Nullable List<String> columns;

  /** The lines of the next element, the header before the first. */
  String row(byte[] utf8) {
    var element = Json.mapper().readTree(utf8);
    var lines = new StringWriter();
    try (var writer = CsvWriter.builder().build(lines)) {
      var names = columns;
      if (names == null) {
        names = element.isObject() ? List.copyOf(element.propertyNames()) : List.of(VALUE);
        columns = names;
        writer.writeRecord(names);
      }
      writer.writeRecord(names.stream().map(name -> cell(element, name)).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines.toString();
  }

  private static String cell(JsonNode element, String name) {
    var value = element.isObject() ? element.path(name) : name.equals(VALUE) ? element : null;
    if (value == null || value.isNull() || value.isMissingNode()) {
      return "";
    }
    return value.isContainer() ? Json.text(value) : value.asString();
  }
}
