package dev.tinybase.functions.invoke.binding;

import dev.tinybase.functions.invoke.binding.JsonType.EnumType;
import dev.tinybase.functions.invoke.binding.JsonType.RecordType;
import dev.tinybase.functions.invoke.binding.JsonType.TypedElement;
import jakarta.validation.Constraint;
import jakarta.validation.constraints.AssertFalse;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.FutureOrPresent;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Past;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** The annotations that check something, the types that they fit, and their JSON Schema. */
final class ConstraintAnnotations {
  private static final String YEAR = "year";
  private static final Set<String> TIMES =
      Set.of(
          "date-time", "date", "time", "local-time", "local-date-time", "year-month", "month-day");

  private ConstraintAnnotations() {}

  /** Those among the annotations that are constraints, or several of one kind in one. */
  static List<Annotation> among(Annotation[] annotations) {
    return Arrays.stream(annotations).filter(a -> checks(a.annotationType())).toList();
  }

  /** Whether the class has constraints on itself or on methods that are no record's accessors. */
  static boolean onWhole(Class<?> type) {
    Set<String> components =
        Arrays.stream(type.getRecordComponents())
            .map(component -> component.getName())
            .collect(Collectors.toUnmodifiableSet());
    return !among(type.getAnnotations()).isEmpty()
        || Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.getParameterCount() == 0)
            .filter(method -> !components.contains(method.getName()))
            .anyMatch(method -> !among(method.getAnnotations()).isEmpty());
  }

  private static boolean checks(Class<? extends Annotation> type) {
    return type.isAnnotationPresent(Constraint.class) || isContainer(type);
  }

  private static boolean isContainer(Class<? extends Annotation> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.getName().equals("value"))
        .map(Method::getReturnType)
        .map(Class::getComponentType)
        .anyMatch(element -> element != null && element.isAnnotationPresent(Constraint.class));
  }

  /**
   * Whether one of the standard's constraints fits the type it stands on, so that a mistake is told
   * when the file is saved, and not when it is called.
   */
  static boolean fits(Annotation constraint, JsonType shape) {
    return switch (constraint) {
      case NotBlank _, Pattern _, Email _ -> isText(shape);
      case Size _, NotEmpty _ -> isText(shape) || hasSize(shape);
      case Min _, Max _, Positive _, PositiveOrZero _, Negative _, NegativeOrZero _ ->
          isText(shape) || isNumber(shape);
      case DecimalMin _, DecimalMax _, Digits _ -> isText(shape) || isNumber(shape);
      case Past _, PastOrPresent _, Future _, FutureOrPresent _ -> isTime(shape);
      case AssertTrue _, AssertFalse _ -> shape instanceof JsonType.Flag;
      default -> true;
    };
  }

  private static boolean isText(JsonType shape) {
    return shape instanceof JsonType.Text text && text.format() == null;
  }

  private static boolean hasSize(JsonType shape) {
    return shape instanceof JsonType.Items
        || shape instanceof JsonType.Entries
        || (shape instanceof JsonType.Text text && "byte".equals(text.format()));
  }

  private static boolean isNumber(JsonType shape) {
    return shape instanceof JsonType.Decimal || (shape instanceof JsonType.Whole && !isYear(shape));
  }

  private static boolean isTime(JsonType shape) {
    return isYear(shape)
        || (shape instanceof JsonType.Text text
            && text.format() != null
            && TIMES.contains(text.format()));
  }

  private static boolean isYear(JsonType shape) {
    return shape instanceof JsonType.Whole whole
        && whole.bounds() != null
        && whole.bounds().format().equals(YEAR);
  }

  /** Writes those that JSON Schema has words for; the others are checked all the same. */
  static ObjectNode apply(TypedElement use, ObjectNode schema) {
    use.constraints().stream()
        .filter(constraint -> fits(constraint, use.shape()))
        .forEach(constraint -> apply(constraint, use.shape(), schema));
    return schema;
  }

  private static void apply(Annotation constraint, JsonType shape, ObjectNode schema) {
    switch (shape) {
      case JsonType.Text text -> {
        if (text.format() == null) { // bytes have a size of their own
          text(constraint, schema);
        }
      }
      case JsonType.Whole _, JsonType.Decimal _ -> number(constraint, schema);
      case JsonType.Flag _ -> flag(constraint, schema);
      case JsonType.Items _ -> size(constraint, "minItems", "maxItems", schema);
      case JsonType.Entries _ -> size(constraint, "minProperties", "maxProperties", schema);
      case JsonType.Any _,
          JsonType.Maybe _,
          JsonType.OneOf _,
          JsonType.Unreadable _,
          EnumType _,
          RecordType _ -> {}
    }
  }

  private static void text(Annotation constraint, ObjectNode schema) {
    switch (constraint) {
      case NotBlank _ -> schema.put("minLength", 1).put("pattern", "\\S");
      case Email _ -> schema.put("format", "email");
      case Pattern pattern when pattern.flags().length == 0 ->
          schema.put("pattern", "^(?:" + pattern.regexp() + ")$");
      default -> size(constraint, "minLength", "maxLength", schema);
    }
  }

  private static void size(Annotation constraint, String least, String most, ObjectNode schema) {
    switch (constraint) {
      case NotEmpty _ -> schema.put(least, 1);
      case Size size -> {
        if (size.min() > 0) {
          schema.put(least, size.min());
        }
        if (size.max() < Integer.MAX_VALUE) {
          schema.put(most, size.max());
        }
      }
      default -> {}
    }
  }

  private static void number(Annotation constraint, ObjectNode schema) {
    switch (constraint) {
      case Min min -> schema.put("minimum", min.value());
      case Max max -> schema.put("maximum", max.value());
      case Positive _ -> schema.put("exclusiveMinimum", 0);
      case PositiveOrZero _ -> schema.put("minimum", 0);
      case Negative _ -> schema.put("exclusiveMaximum", 0);
      case NegativeOrZero _ -> schema.put("maximum", 0);
      case DecimalMin min ->
          schema.put(min.inclusive() ? "minimum" : "exclusiveMinimum", number(min.value()));
      case DecimalMax max ->
          schema.put(max.inclusive() ? "maximum" : "exclusiveMaximum", number(max.value()));
      default -> {}
    }
  }

  private static void flag(Annotation constraint, ObjectNode schema) {
    switch (constraint) {
      case AssertTrue _ -> schema.put("const", true);
      case AssertFalse _ -> schema.put("const", false);
      default -> {}
    }
  }

  private static BigDecimal number(String bound) {
    return new BigDecimal(bound);
  }
}
