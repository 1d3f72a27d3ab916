package dev.tinybase.functions.worker.wire;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import dev.tinybase.compile.CompileResult;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.worker.wire.Connection.ProtocolError;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Executable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * How messages become bytes: CBOR, each record as the array of its components, which is shorter and
 * faster than with their names. Before a record of a sealed interface stands its name, which can be
 * none but of these records; what is not marked as nullable must be there, and nothing else may.
 * JSON of functions stays text within, so that it means the same everywhere.
 *
 * @param <O> what is written
 * @param <I> what is read
 */
final class MessageFormat<O, I> {
  private static final CBORMapper MAPPER =
      CBORMapper.builder(
              CBORFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Json.MAX_DEPTH)
                          .maxStringLength(Integer.MAX_VALUE) // a frame has its own limit
                          .build())
                  .build())
          .annotationIntrospector(new RecordsAsArrays())
          .addModule(new JsonModule())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.WRAP_EXCEPTIONS)
          .enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS) // decimals, in half the time
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  /** The server's side, which believes nothing that functions have made. */
  static final MessageFormat<ToWorker, ToServer> SERVER =
      new MessageFormat<>(
          MAPPER.writerFor(ToWorker.class),
          MAPPER.readerFor(ToServer.class).withAttribute(JsonModule.STRICT, true));

  /** The worker's side. */
  static final MessageFormat<ToServer, ToWorker> WORKER =
      new MessageFormat<>(MAPPER.writerFor(ToServer.class), MAPPER.readerFor(ToWorker.class));

  private final ObjectWriter writer;
  private final ObjectReader reader;

  private MessageFormat(ObjectWriter writer, ObjectReader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /** Writes a message; the stream's exceptions come through. */
  void write(OutputStream to, O message) throws IOException {
    try {
      writer.writeValue(to, message);
    } catch (JacksonException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * Reads a message.
   *
   * @throws ProtocolError when it is none
   * @throws Problem when JSON of a function in it is malformed
   */
  I read(byte[] bytes) throws ProtocolError {
    @Nullable I message;
    try {
      message = reader.readValue(bytes);
    } catch (Problem malformed) {
      throw malformed;
    } catch (RuntimeException e) {
      throw new ProtocolError("no message: " + e.getMessage());
    }
    if (message == null) {
      throw new ProtocolError("no message: null");
    }
    return message;
  }

  private static final class RecordsAsArrays extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;
    private static final JsonTypeInfo.Value BY_NAME =
        JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.SIMPLE_NAME, JsonTypeInfo.As.WRAPPER_ARRAY, null, null, false, true);

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
        MapperConfig<?> config, Annotated type) {
      return type.getRawType().isSealed() ? BY_NAME : null;
    }

    @Override
    public JsonFormat.@Nullable Value findFormat(MapperConfig<?> config, Annotated type) {
      var raw = type.getRawType();
      return raw.isRecord() && raw != CompileResult.Unit.class // the library forgets it when nested
          ? JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY)
          : super.findFormat(config, type);
    }

    /** Nulls only where a component of a record is marked as nullable, and in no list. */
    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated member) {
      boolean nullable =
          member instanceof AnnotatedParameter parameter
              && parameter.getOwner().getAnnotated() instanceof Executable constructor
              && constructor.getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(
                  Nullable.class);
      return JsonSetter.Value.construct(nullable ? Nulls.SET : Nulls.FAIL, Nulls.FAIL);
    }
  }

  /** Trees of JSON within messages, as the bytes of their text. */
  private static final class JsonModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    /** An attribute of readers that believe nothing: what they read is as strict as a request. */
    static final String STRICT = "strict";

    JsonModule() {
      addSerializer(JsonNode.class, new Writer());
      addDeserializer(JsonNode.class, new Reader<>(JsonNode.class));
      addDeserializer(ObjectNode.class, new Reader<>(ObjectNode.class));
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

    private static final class Reader<T extends JsonNode> extends StdDeserializer<T> {
      private final Class<T> type;

      Reader(Class<T> type) {
        super(type);
        this.type = type;
      }

      @Override
      public T deserialize(JsonParser from, DeserializationContext context) {
        var utf8 = from.getBinaryValue();
        boolean strict = context.getAttribute(STRICT) != null;
        return type.cast(strict ? Json.parse(utf8) : Json.trusted(utf8));
      }
    }
  }
}
