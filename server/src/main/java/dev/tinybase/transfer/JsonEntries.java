package dev.tinybase.transfer;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of one JSON array. Behind a broken place nothing can be read, because nobody knows
 * where the next object begins.
 */
final class JsonEntries implements Entry.Source {
  private final BoundedReader bounded;
  private final JsonParser parser;
  private boolean started;
  private boolean ended;

  JsonEntries(Reader reader) {
    bounded = new BoundedReader(reader);
    parser = Json.mapper().createParser(bounded);
  }

  @Override
  public @Nullable Entry next() {
    if (ended) {
      return null;
    }
    try {
      return Json.reading(() -> started ? element() : first());
    } catch (Problem e) {
      return broken(Json.reason(e));
    }
  }

  private @Nullable Entry first() {
    started = true;
    return switch (parser.nextToken()) {
      case null -> null;
      case START_ARRAY -> element();
      case START_OBJECT ->
          broken("is one JSON object, not an array of them; one object a line is format ndjson");
      default -> broken("is not a JSON array");
    };
  }

  private @Nullable Entry element() {
    bounded.restart();
    var token = parser.nextToken();
    if (token == JsonToken.END_ARRAY) {
      ended = true;
      return parser.nextToken() == null ? null : broken("there is more after the end of the array");
    }
    if (token == null) {
      return broken("the array has no end");
    }
    long line = parser.currentTokenLocation().getLineNr();
    return entry(line, Json.next(parser));
  }

  private Entry entry(long line, JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      return new Entry.Bad(line, "is not a JSON object");
    }
    try {
      Json.check(object);
      return new Entry.Data(line, object, bounded.count());
    } catch (Problem e) {
      return new Entry.Bad(line, Json.reason(e));
    }
  }

  private Entry broken(String reason) {
    ended = true;
    return new Entry.Broken(parser.currentLocation().getLineNr(), reason);
  }

  /**
   * Ends the reading of an entry that is too long. Buffers of parsers make the bound a rough one.
   */
  private static final class BoundedReader extends FilterReader {
    private int count;

    BoundedReader(Reader in) {
      super(in);
    }

    /** A new entry begins. */
    void restart() {
      count = 0;
    }

    /** How many characters were read for this entry. */
    int count() {
      return count;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      count += Math.max(0, read);
      if (count > Entry.LONGEST) {
        throw Problem.badRequest("too_long", "an entry " + Entry.tooLong());
      }
      return read;
    }

    @Override
    public int read() throws IOException {
      var one = new char[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }
  }
}
