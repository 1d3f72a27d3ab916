package dev.tinybase.functions.worker.wire;

import dev.tinybase.json.Json;
import java.util.function.Function;
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

  JsonModule(Function<byte[], JsonNode> parser) {
    addSerializer(JsonNode.class, new Writer());
    addDeserializer(JsonNode.class, new Reader<>(JsonNode.class, parser));
    addDeserializer(ObjectNode.class, new Reader<>(ObjectNode.class, parser));
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
    private final Function<byte[], JsonNode> parser;

    Reader(Class<T> type, Function<byte[], JsonNode> parser) {
      super(type);
      this.type = type;
      this.parser = parser;
    }

    @Override
    public T deserialize(JsonParser from, DeserializationContext context) {
      return type.cast(parser.apply(from.getBinaryValue()));
    }
  }

  /** For JSON that no function has made, on the server's side as well. */
  static final class Trusted extends Reader<JsonNode> {
    Trusted() {
      super(JsonNode.class, Json::trusted);
    }
  }
}
