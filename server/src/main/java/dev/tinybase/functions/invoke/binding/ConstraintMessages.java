package dev.tinybase.functions.invoke.binding;

import jakarta.validation.MessageInterpolator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** The messages of constraints, in English and without an expression language. */
final class ConstraintMessages implements MessageInterpolator {
  private static final String PREFIX = "{jakarta.validation.constraints.";

  /** The two of the standard that need an expression: whether the bound itself is allowed. */
  private static final Map<String, String> BOUNDS =
      Map.of(
          PREFIX + "DecimalMin.message}", "must be greater than",
          PREFIX + "DecimalMax.message}", "must be less than");

  private final MessageInterpolator parameters =
      new ParameterMessageInterpolator(Set.of(Locale.ENGLISH), Locale.ENGLISH, false);

  @Override
  public String interpolate(String template, Context context) {
    return interpolate(template, context, Locale.ENGLISH);
  }

  @Override
  public String interpolate(String template, Context context, Locale locale) {
    var bound = BOUNDS.get(template);
    if (bound == null) {
      return parameters.interpolate(template, context, Locale.ENGLISH);
    }
    var attributes = context.getConstraintDescriptor().getAttributes();
    var inclusive = Boolean.TRUE.equals(attributes.get("inclusive")) ? " or equal to " : " ";
    return bound + inclusive + attributes.get("value");
  }
}
