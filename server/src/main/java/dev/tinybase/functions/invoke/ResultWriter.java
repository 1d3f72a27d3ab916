package dev.tinybase.functions.invoke;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.invoke.binding.JsonRecord;
import dev.tinybase.functions.invoke.binding.TypeTag;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.VirtualAnnotatedMember;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.VirtualBeanPropertyWriter;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.util.SimpleBeanPropertyDefinition;

/**
 * Writes what functions return and send. Jackson keeps what it knows of a class, so every file has
 * its own.
 */
final class ResultWriter {
  /** The type of failures of a result. */
  static final String ERROR = "ResultError";

  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(Json.MAX_DEPTH).build())
                  .addDecorator((factory, out) -> new FiniteNumbers(out))
                  .build())
          .disable(
              DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
              DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .addModule(new ResultModule())
          .build();

  private final ObjectWriter writer = mapper.writer();

  /** A value as UTF-8 JSON. */
  byte[] bytes(@Nullable Object value) {
    if (value == null) {
      return NULL;
    }
    try {
      return writer.writeValueAsBytes(value);
    } catch (JacksonException e) {
      throw new FunctionFailure(ERROR, "The result is no JSON: " + reason(e), null);
    }
  }

  /** A value as a tree, as a client would have sent it. */
  JsonNode tree(Object value) {
    try {
      return switch (value) { // what is most common needs no text
        case String text -> Json.check(JsonNodeFactory.instance.stringNode(text));
        case Integer number -> JsonNodeFactory.instance.numberNode(number);
        case Long number -> JsonNodeFactory.instance.numberNode(number);
        case Boolean flag -> JsonNodeFactory.instance.booleanNode(flag);
        default -> Json.parse(bytes(value));
      };
    } catch (Problem e) {
      throw new FunctionException("invalid_input", e.detail());
    }
  }

  private static String reason(JacksonException e) {
    @Nullable String message = e.getOriginalMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /**
   * What results have beyond Jackson's own: records of collections, and the type of sealed ones.
   */
  private static final class ResultModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    ResultModule() {
      addSerializer(new Stored());
      setSerializerModifier(new Tagging());
    }

    /** A record of a collection. */
    private static final class Stored extends StdSerializer<JsonRecord> {
      Stored() {
        super(JsonRecord.class);
      }

      @Override
      public void serialize(JsonRecord value, JsonGenerator out, SerializationContext context) {
        out.writeTree(value.wire());
      }
    }

    /** Writes which record of a sealed type it is, before its components. */
    private static final class Tagging extends ValueSerializerModifier {
      private static final long serialVersionUID = 1L;

      @Override
      public List<BeanPropertyWriter> changeProperties(
          SerializationConfig config,
          BeanDescription.Supplier bean,
          List<BeanPropertyWriter> properties) {
        @Nullable String tag = TypeTag.of(bean.getBeanClass());
        if (tag == null || properties.stream().anyMatch(it -> it.getName().equals(TypeTag.KEY))) {
          return properties;
        }
        var all = new ArrayList<BeanPropertyWriter>(properties);
        all.addFirst(new TagWriter(config, bean.getClassInfo(), tag));
        return all;
      }
    }
  }

  /**
   * JSON has no word for numbers that are infinite or none, and the text that Jackson writes
   * instead would surprise whoever reads it.
   */
  private static final class FiniteNumbers extends JsonGeneratorDelegate {
    FiniteNumbers(JsonGenerator out) {
      super(out, true);
    }

    @Override
    public JsonGenerator writeNumber(double number) {
      check(number);
      return super.writeNumber(number);
    }

    @Override
    public JsonGenerator writeNumber(float number) {
      check(number);
      return super.writeNumber(number);
    }

    @Override
    public JsonGenerator writeArray(double[] numbers, int offset, int length) {
      Arrays.stream(numbers).forEach(this::check);
      return super.writeArray(numbers, offset, length);
    }

    private void check(double number) {
      if (!Double.isFinite(number)) {
        throw new StreamWriteException(this, "NaN and Infinity are no numbers in JSON");
      }
    }
  }

  /** Writes which record of a sealed type it is. */
  private static final class TagWriter extends VirtualBeanPropertyWriter {
    private static final long serialVersionUID = 1L;

    private final String tag;

    TagWriter(SerializationConfig config, AnnotatedClass owner, String tag) {
      super(definition(config, owner), owner.getAnnotations(), config.constructType(String.class));
      this.tag = tag;
    }

    private static BeanPropertyDefinition definition(
        SerializationConfig config, AnnotatedClass owner) {
      var type = config.constructType(String.class);
      var member = new VirtualAnnotatedMember(owner, owner.getRawType(), TypeTag.KEY, type);
      return SimpleBeanPropertyDefinition.construct(
          config, member, PropertyName.construct(TypeTag.KEY));
    }

    @Override
    protected Object value(Object bean, JsonGenerator out, SerializationContext context) {
      return tag;
    }

    @Override
    public VirtualBeanPropertyWriter withConfig(
        MapperConfig<?> config,
        AnnotatedClass owner,
        BeanPropertyDefinition definition,
        JavaType type) {
      return this;
    }
  }
}
