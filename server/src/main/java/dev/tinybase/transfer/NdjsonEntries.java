package dev.tinybase.transfer;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object on each line; empty lines are skipped. */
final class NdjsonEntries implements Entry.Source {
  private static final int BUFFER = 1 << 14;

  private final Reader reader;
  private final char[] buffer = new char[BUFFER];
  private final StringBuilder text = new StringBuilder();
  private int from;
  private int to;
  private long line;
  private boolean tooLong;

  NdjsonEntries(Reader reader) {
    this.reader = reader;
  }

  @Override
  public @Nullable Entry next() {
    while (readLine()) {
      line++;
      if (tooLong) {
        return new Entry.Bad(line, Entry.tooLong());
      }
      var json = text.toString().strip();
      if (!json.isEmpty()) {
        return parse(json);
      }
    }
    return null;
  }

  private Entry parse(String json) {
    if (TextFile.isMalformed(json)) {
      return new Entry.Bad(line, "is not valid UTF-8");
    }
    try {
      return Json.parse(json) instanceof ObjectNode object
          ? new Entry.Data(line, object, json.length())
          : new Entry.Bad(line, "is not a JSON object");
    } catch (Problem e) {
      return new Entry.Bad(line, Json.reason(e));
    }
  }

  /** Reads up to the next line feed into {@link #text}; false at the end. */
  private boolean readLine() {
    text.setLength(0);
    tooLong = false;
    boolean any = false;
    while (fill()) {
      any = true;
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      keep(end);
      from = end + 1;
      if (end < to) {
        return true;
      }
    }
    return any;
  }

  private void keep(int end) {
    if (text.length() + end - from > Entry.LONGEST) {
      tooLong = true;
      text.setLength(0);
    } else if (!tooLong) {
      text.append(buffer, from, end - from);
    }
  }

  private boolean fill() {
    if (from < to) {
      return true;
    }
    try {
      from = 0;
      to = Math.max(0, reader.read(buffer));
      return to > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
