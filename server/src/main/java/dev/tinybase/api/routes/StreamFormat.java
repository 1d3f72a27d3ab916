package dev.tinybase.api.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.functions.calls.CallJson;
import dev.tinybase.functions.calls.Outcome;
import dev.tinybase.functions.host.Output;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** How the elements of a stream are written. */
enum StreamFormat {
  /** NDJSON: a line for each; the last one of a stream that failed says why. */
  LINES("application/x-ndjson") {
    @Override
    void element(Output.Item item, OutputStream out) throws IOException {
      out.write(item.utf8());
      out.write('\n');
    }

    @Override
    void heartbeat(OutputStream out) {
      // a line would be an element
    }

    @Override
    void failure(Outcome.Failed failed, OutputStream out) throws IOException {
      out.write(CallJson.streamFailure(failed));
      out.write('\n');
    }
  },

  /** Server-sent events, as browsers read them; a failure is an event named {@code error}. */
  EVENTS("text/event-stream") {
    @Override
    void element(Output.Item item, OutputStream out) throws IOException {
      line("id: ", item.id(), out);
      line("event: ", item.event(), out);
      data(item.utf8(), out);
    }

    @Override
    void heartbeat(OutputStream out) throws IOException {
      out.write(":\n\n".getBytes(UTF_8));
    }

    @Override
    void failure(Outcome.Failed failed, OutputStream out) throws IOException {
      line("event: ", "error", out);
      data(CallJson.streamFailure(failed), out);
    }
  };

  private static final byte[] DATA = "data: ".getBytes(UTF_8);
  private static final byte[] END = "\n\n".getBytes(UTF_8);

  private final String contentType;

  StreamFormat(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  abstract void element(Output.Item item, OutputStream out) throws IOException;

  abstract void heartbeat(OutputStream out) throws IOException;

  abstract void failure(Outcome.Failed failed, OutputStream out) throws IOException;

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
