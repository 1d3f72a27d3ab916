package dev.tinybase.api.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.functions.host.CallResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

  /** CSV, for elements that are objects; a stream that failed breaks off without an end. */
  record Rows(CsvTable table) implements StreamFormat {
    static final String TYPE = "text/csv";

    Rows() {
      this(new CsvTable());
    }

    @Override
    public String contentType() {
      return TYPE + "; charset=utf-8";
    }

    @Override
    public void element(CallResult.Element item, OutputStream out) throws IOException {
      out.write(table.row(item.json()).getBytes(UTF_8));
    }

    @Override
    public void failure(byte[] failure, OutputStream out) throws IOException {
      throw new IOException("the function failed: the client must not take the rows for all");
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
