package dev.tinybase.api.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How the elements of one stream are written. */
sealed interface StreamFormat {
  /** The format that the client's {@code Accept} header asks for; NDJSON for all others. */
  static StreamFormat of(String accept) {
    var types = accept.toLowerCase(Locale.ROOT);
    if (types.contains(Events.TYPE)) {
      return new Events();
    }
    return types.contains(Rows.TYPE) ? new Rows() : new Lines();
  }

  String contentType();

  /** Writes the next element. */
  void element(CallResult.Element item, OutputStream out) throws IOException;

  /** Writes what shows that the stream still lives; in most formats it would be an element. */
  default void heartbeat(OutputStream out) throws IOException {}

  /** Writes why the stream ends too early. */
  void failure(byte[] failure, OutputStream out) throws IOException;

  /** NDJSON: a line for each; the last one of a stream that failed says why. */
  record Lines() implements StreamFormat {
    @Override
    public String contentType() {
      return "application/x-ndjson";
    }

    @Override
    public void element(CallResult.Element item, OutputStream out) throws IOException {
      out.write(item.json());
      out.write('\n');
    }

    @Override
    public void failure(byte[] failure, OutputStream out) throws IOException {
      out.write(failure);
      out.write('\n');
    }
  }

  /**
   * CSV (RFC 4180): the keys of the first element are the header and the columns of all. Null is an
   * empty cell; lists and objects are JSON text. An element that is no object is a row of one cell
   * named {@code value}. A stream that failed breaks off without an end.
   */
  final class Rows implements StreamFormat {
    static final String TYPE = "text/csv";
    private static final String VALUE = "value";

    private @Nullable List<String> columns;

    @Override
    public String contentType() {
      return TYPE + "; charset=utf-8";
    }

    @Override
    public void element(CallResult.Element item, OutputStream out) throws IOException {
      out.write(row(item.json()).getBytes(UTF_8));
    }

    @Override
    public void failure(byte[] failure, OutputStream out) throws IOException {
      throw new IOException("the function failed: the client must not take the rows for all");
    }

    /** The lines of the next element, the header before the first. */
    String row(byte[] utf8) throws IOException {
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

  /** Server-sent events, as browsers read them; a failure is an event named {@code error}. */
  record Events() implements StreamFormat {
    static final String TYPE = "text/event-stream";
    private static final byte[] DATA = "data: ".getBytes(UTF_8);
    private static final byte[] END = "\n\n".getBytes(UTF_8);

    @Override
    public String contentType() {
      return TYPE;
    }

    @Override
    public void element(CallResult.Element item, OutputStream out) throws IOException {
      line("id: ", item.id(), out);
      line("event: ", item.event(), out);
      data(item.json(), out);
    }

    @Override
    public void heartbeat(OutputStream out) throws IOException {
      out.write(":\n\n".getBytes(UTF_8));
    }

    @Override
    public void failure(byte[] failure, OutputStream out) throws IOException {
      line("event: ", "error", out);
      data(failure, out);
    }

    /** A line of an event; what would break it is left out. */
    private static void line(String name, @Nullable String value, OutputStream out)
        throws IOException {
      if (value != null) {
        out.write((name + value.replaceAll("[\\r\\n\\x00]", " ") + "\n").getBytes(UTF_8));
      }
    }

    private static void data(byte[] json, OutputStream out) throws IOException {
      out.write(DATA);
      out.write(json);
      out.write(END);
    }
  }
}
