package dev.tinybase.functions.invoke.binding;

import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.ValidationException;
import java.io.Serial;
import java.lang.annotation.Annotation;
import java.util.Locale;
import org.hibernate.validator.messageinterpolation.HibernateMessageInterpolatorContext;

/**
 * Takes each problem at the moment when its message is made, and ends the validation when there are
 * enough of them: the validator itself has no end before the last.
 */
final class FirstViolations implements MessageInterpolator {
  /** Takes a problem; false when it wants no more. */
  @FunctionalInterface
  interface Taker {
    boolean take(Path path, Annotation constraint, String message);
  }

  /** There are enough problems. */
  static final class Enough extends ValidationException {
    @Serial private static final long serialVersionUID = 1L;
  }

  private final MessageInterpolator messages;
  private final Taker taker;

  FirstViolations(MessageInterpolator messages, Taker taker) {
    this.messages = messages;
    this.taker = taker;
  }

  @Override
  public String interpolate(String template, Context context) {
    return interpolate(template, context, Locale.ENGLISH);
  }

  @Override
  public String interpolate(String template, Context context, Locale locale) {
    var message = messages.interpolate(template, context, locale);
    var path = context.unwrap(HibernateMessageInterpolatorContext.class).getPropertyPath();
    if (!taker.take(path, context.getConstraintDescriptor().getAnnotation(), message)) {
      throw new Enough();
    }
    return message;
  }
}
