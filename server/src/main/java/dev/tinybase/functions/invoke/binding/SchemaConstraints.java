package dev.tinybase.functions.invoke.binding;

import jakarta.validation.constraints.AssertFalse;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import tools.jackson.databind.node.ObjectNode;

/** The constraints that JSON Schema has words for; the others are checked all the same. */
final class SchemaConstraints {
  private SchemaConstraints() {}

  static ObjectNode apply(TypedElement use, ObjectNode schema) {
    use.constraints().stream()
        .filter(constraint -> ConstraintAnnotations.fits(constraint, use.shape()))
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
