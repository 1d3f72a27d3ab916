package dev.tinybase.functions.invoke.binding;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record. Its components are filled in after it is made, because records may hold themselves. */
final class RecordType implements JsonType {
  /**
   * A component.
   *
   * @param primitive whether there is no null for it
   */
  record Component(String name, TypedElement use, boolean primitive) {
    /** Whether the caller must give it. */
    boolean required() {
      return primitive || use.refusesNull();
    }
  }

  private final Class<?> type;
  private final @Nullable String tag;
  private final boolean checkedAsWhole;
  private List<Component> components = List.of();
  private @Nullable MethodHandle constructor;

  RecordType(Class<?> type) {
    this.type = type;
    this.tag = TypeTag.of(type);
    this.checkedAsWhole = ConstraintAnnotations.onWhole(type);
  }

  void complete(List<Component> all) {
    components = List.copyOf(all);
  }

  Class<?> type() {
    return type;
  }

  List<Component> components() {
    return components;
  }

  /** What stands for it under {@code type} where it is one of a sealed type; null for others. */
  @Nullable String tag() {
    return tag;
  }

  /** Whether {@code type} tells which record it is, and is no component of its own. */
  boolean tagged() {
    return tag != null && components.stream().noneMatch(c -> c.name().equals(TypeTag.KEY));
  }

  /** Whether constraints stand on the class or on methods. */
  boolean checkedAsWhole() {
    return checkedAsWhole;
  }

  /** Makes the record; throws what its constructor throws. */
  Object make(@Nullable Object[] values) throws Throwable {
    @Nullable MethodHandle handle = constructor;
    if (handle == null) {
      handle = canonical(); // handles may be published by a race: their fields are final
      constructor = handle;
    }
    return (Object) handle.invokeExact(values);
  }

  private MethodHandle canonical() throws ReflectiveOperationException {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
        .findConstructor(type, MethodType.methodType(void.class, types))
        .asSpreader(Object[].class, types.length)
        .asType(MethodType.methodType(Object.class, Object[].class));
  }
}
