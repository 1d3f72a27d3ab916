package dev.tinybase.functions.invoke.binding;

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
import java.util.Set;

/**
 * Whether the standard's constraints fit the types they stand on, so that a mistake is told when
 * the file is saved, and not when it is called.
 */
final class ConstraintFit {
  private static final String YEAR = "year";
  private static final Set<String> TIMES =
      Set.of(
          "date-time", "date", "time", "local-time", "local-date-time", "year-month", "month-day");

  private ConstraintFit() {}

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
