package dev.tinybase.functions.invoke;

import dev.tinybase.functions.invoke.binding.Tags;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.StdSerializer;

/** What results have beyond Jackson's own: records of collections, and the type of sealed ones. */
final class ResultModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  ResultModule() {
    addSerializer(new Stored());
    addSerializer(Double.class, new Finite());
    addSerializer(double.class, new Finite());
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

  /** JSON has no word for what is no number, and a text would surprise. */
  private static final class Finite extends StdSerializer<Double> {
    Finite() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializationContext context) {
      if (!Double.isFinite(value)) {
        context.reportMappingProblem("%s is no number in JSON", value);
      }
      out.writeNumber(value);
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
      @Nullable String tag = Tags.of(bean.getBeanClass());
      if (tag == null || properties.stream().anyMatch(it -> it.getName().equals(Tags.KEY))) {
        return properties;
      }
      var all = new ArrayList<BeanPropertyWriter>(properties);
      all.addFirst(new TagWriter(config, bean.getClassInfo(), tag));
      return all;
    }
  }
}
