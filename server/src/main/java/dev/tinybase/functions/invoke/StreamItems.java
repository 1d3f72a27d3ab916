package dev.tinybase.functions.invoke;

import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.sdk.Event;
import java.util.Iterator;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** A function's stream, element by element. The call's context lives until it is closed. */
final class StreamItems implements CallResult.Elements {
  private final BaseStream<?, ?> stream;
  private final FunctionFile file;
  private final CallContext context;
  private @Nullable Iterator<?> elements;

  StreamItems(BaseStream<?, ?> stream, FunctionFile file, CallContext context) {
    this.stream = stream;
    this.file = file;
    this.context = context;
  }

  @Override
  public CallResult.@Nullable Element next() {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(file.loader);
    try {
      if (elements == null) {
        elements = stream.iterator();
      }
      return elements.hasNext() ? item(elements.next()) : null;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } finally {
      context.end();
    }
  }

  private CallResult.Element item(@Nullable Object element) {
    return element instanceof Event(String name, String id, Object data)
        ? new CallResult.Element(line(name), line(id), file.results.bytes(data))
        : new CallResult.Element(null, null, file.results.bytes(element));
  }

  /** Server-sent events end a field at the end of its line. */
  private static @Nullable String line(@Nullable String text) {
    if (text != null && text.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
      throw new FunctionFailure(
          ResultWriter.ERROR, "The name and the id of an event must be one line each.", null);
    }
    return text;
  }
}
