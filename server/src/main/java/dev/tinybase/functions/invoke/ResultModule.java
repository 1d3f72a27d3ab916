package dev.tinybase.functions.invoke;

import dev.tinybase.functions.invoke.binding.TypeTag;
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
    var doubles =
        new Finite<Double>(double.class, Double::isFinite, (n, out) -> out.writeNumber(n));
    addSerializer(double.class, doubles);
    addSerializer(Double.class, doubles);
    var floats = new Finite<Float>(float.class, Float::isFinite, (n, out) -> out.writeNumber(n));
    addSerializer(float.class, floats);
    addSerializer(Float.class, floats);
    addSerializer(new Finite<>(double[].class, Finite::all, Finite::write));
    addSerializer(new Finite<>(float[].class, Finite::all, Finite::write));
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
