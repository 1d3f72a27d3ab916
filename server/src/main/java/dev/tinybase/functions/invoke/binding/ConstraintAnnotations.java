package dev.tinybase.functions.invoke.binding;

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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The annotations that check something, and the types that they fit. */
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
}
