package dev.tinybase.functions.invoke;

import dev.tinybase.functions.invoke.binding.TypeTag;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.VirtualAnnotatedMember;
import tools.jackson.databind.ser.VirtualBeanPropertyWriter;
import tools.jackson.databind.util.SimpleBeanPropertyDefinition;

/** Writes which record of a sealed type it is. */
final class TagWriter extends VirtualBeanPropertyWriter {
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
