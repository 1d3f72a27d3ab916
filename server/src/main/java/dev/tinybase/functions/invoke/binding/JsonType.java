package dev.tinybase.functions.invoke.binding;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a Java type looks like as JSON. */
sealed interface JsonType {
  /** What is one value in JSON. */
  sealed interface Scalar extends JsonType {}

  /** Anything. */
  record Any() implements JsonType {}

  /**
   * A text.
   *
   * @param format as JSON Schema names it
   * @param expected a word for people, with its article
   * @param parse throws IllegalArgumentException or DateTimeException for what it cannot read
   */
  record Text(@Nullable String format, String expected, Function<String, Object> parse)
      implements Scalar {}

  /** A whole number between two bounds; null for no bounds. */
  record Whole(@Nullable Bounds bounds, Function<BigInteger, Object> convert) implements Scalar {}

  /** The least and the greatest of a whole number's type. */
  record Bounds(BigInteger least, BigInteger most, String format) {
    static Bounds of(long least, long most, String format) {
      return new Bounds(BigInteger.valueOf(least), BigInteger.valueOf(most), format);
    }

    boolean hold(BigInteger number) {
      return number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
    }
  }

  /** A number; an infinite one does not fit. */
  record Decimal(@Nullable String format, Function<BigDecimal, Object> convert) implements Scalar {}

  /** True or false. */
  record Flag() implements Scalar {}

  /** A list, a set or an array. */
  record Items(Class<?> type, TypedElement element) implements JsonType {}

  /** An object with keys of the author's or the caller's choice. */
  record Entries(Class<?> type, Scalar key, TypedElement value) implements JsonType {}

  /** An Optional: null and nothing are empty. */
  record Maybe(TypedElement value) implements JsonType {}

  /** A sealed type, by the names that {@code type} may have. */
  record OneOf(Class<?> type, Map<String, RecordType> cases) implements JsonType {}

  /**
   * A type that cannot be read from JSON.
   *
   * @param reason the end of a sentence that begins with the place
   * @param written what it looks like where it is written
   */
  record Unreadable(String reason, JsonType written) implements JsonType {}

  /**
   * A shape at one place.
   *
   * @param constraints the annotations of jakarta.validation that stand there
   * @param nullable whether the author says that it may be null
   */
  record TypedElement(JsonType shape, List<Annotation> constraints, boolean nullable) {
    /** Whether there is something to check, here or in the elements of a list or a map. */
    boolean checked() {
      return !constraints.isEmpty()
          || switch (shape) {
            case Items items -> items.element().checked();
            case Entries entries -> entries.value().checked();
            case Maybe maybe -> maybe.value().checked();
            case Any _, Scalar _, OneOf _, Unreadable _, RecordType _ -> false;
          };
    }

    /** Whether a constraint refuses null. */
    boolean refusesNull() {
      return constraint(NotNull.class).isPresent()
          || constraint(NotBlank.class).isPresent()
          || constraint(NotEmpty.class).isPresent();
    }

    /** What stands for nothing. */
    @Nullable Object absent() {
      return shape instanceof Maybe ? Optional.empty() : null;
    }

    /** Whether it may be null in a list or a map, where nobody expects that. */
    boolean takesNullAsElement() {
      return nullable || shape instanceof Maybe || shape instanceof Any;
    }

    /** The constraint of this kind. */
    <A extends Annotation> Optional<A> constraint(Class<A> kind) {
      return constraints.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
  }

  /** An enum. Its constants are asked for at the first use, because that runs the author's code. */
  final class EnumType implements Scalar {
    private final Class<?> type;
    private @Nullable Map<String, Object> constants;

    EnumType(Class<?> type) {
      this.type = type;
    }

    /** The names, in order. */
    List<String> names() {
      return Arrays.stream(type.getEnumConstants()).map(EnumType::name).toList();
    }

    /** The constant of this name, in upper or lower case. */
    @Nullable Object find(String name) {
      var all = constants();
      @Nullable Object exact = all.get(name);
      return exact == null ? all.get(folded(name)) : exact;
    }

    private synchronized Map<String, Object> constants() {
      if (constants == null) {
        var all = new LinkedHashMap<String, Object>();
        for (Object constant : type.getEnumConstants()) {
          all.putIfAbsent(folded(name(constant)), constant);
        }
        for (Object constant : type.getEnumConstants()) {
          all.put(name(constant), constant);
        }
        constants = all;
      }
      return constants;
    }

    private static String name(Object constant) {
      return ((Enum<?>) constant).name();
    }

    private static String folded(String name) {
      return name.toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A record. Its components are filled in after it is made, because records may hold themselves.
   */
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
}
