package dev.tinybase.functions.worker.wire;

import dev.tinybase.json.Json;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/** Trees of JSON within messages, as the bytes of their text. */
final class JsonModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  /** An attribute of readers that believe nothing: what they read is as strict as a request. */
  static final String STRICT = "strict";

  JsonModule() {
    addSerializer(JsonNode.class, new Writer());
    addDeserializer(JsonNode.class, new Reader<>(JsonNode.class, false));
    addDeserializer(ObjectNode.class, new Reader<>(ObjectNode.class, false));
  }

  private static final class Writer extends StdSerializer<JsonNode> {
    Writer() {
      super(JsonNode.class);
    }

    @Override
    public void serialize(JsonNode json, JsonGenerator to, SerializationContext context) {
      to.writeBinary(Json.bytes(json));
    }
  }

  static class Reader<T extends JsonNode> extends StdDeserializer<T> {
    private final Class<T> type;
    private final boolean lenient;

    Reader(Class<T> type, boolean lenient) {
      super(type);
      this.type = type;
      this.lenient = lenient;
    }

    @Override
    public T deserialize(JsonParser from, DeserializationContext context) {
      var utf8 = from.getBinaryValue();
      boolean strict = !lenient && context.getAttribute(STRICT) != null;
      return type.cast(strict ? Json.parse(utf8) : Json.trusted(utf8));
    }
  }

  /** For JSON that may hold whatever a function has put into an exception. */
  static final class Lenient extends Reader<JsonNode> {
    Lenient() {
      super(JsonNode.class, true);
    }
  }
}
