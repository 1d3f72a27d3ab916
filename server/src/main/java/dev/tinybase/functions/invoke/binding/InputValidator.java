package dev.tinybase.functions.invoke.binding;

import dev.tinybase.errors.FieldError;
import dev.tinybase.functions.invoke.binding.ScalarReader.InputPath;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.NotNull;
import java.io.Serial;
import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.HibernateValidatorConfiguration;
import org.hibernate.validator.HibernateValidatorFactory;
import org.hibernate.validator.messageinterpolation.HibernateMessageInterpolatorContext;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/**
 * Checks values against their annotations. The validator knows the classes that it has seen, so
 * every file has its own, made when there is something to check.
 */
final class InputValidator implements AutoCloseable {
  private static final int LARGE = 200;

  private final ClassLoader loader;
  private final MessageInterpolator messages = new ConstraintMessages();
  private @Nullable ValidatorFactory factory;

  InputValidator(ClassLoader loader) {
    this.loader = loader;
  }

  /** What a field of this class may not hold, without an object of the class. */
  void field(
      Class<?> type,
      String name,
      @Nullable Object value,
      InputPath at,
      Collection<FieldError> errors) {
    if (isLarge(value)) {
      firstOfMany(type, name, value, at, errors);
    } else {
      add(factory().getValidator().validateValue(type, name, value), true, at, errors);
    }
  }

  /** A million bad elements shall not become a million problems, which cost minutes to collect. */
  private void firstOfMany(
      Class<?> type,
      String name,
      @Nullable Object value,
      InputPath at,
      Collection<FieldError> errors) {
    var first =
        new FirstViolations(
            messages,
            (path, constraint, message) -> {
              errors.add(error(path, constraint, message, true, at));
              return errors.size() < ScalarReader.MOST;
            });
    try {
      factory()
          .unwrap(HibernateValidatorFactory.class)
          .usingContext()
          .messageInterpolator(first)
          .getValidator()
          .validateValue(type, name, value);
    } catch (FirstViolations.Enough _) {
      // they are among the errors
    }
  }

  /** What is wrong with an object as a whole. */
  void whole(Object value, InputPath at, Collection<FieldError> errors) {
    add(factory().getValidator().validate(value), false, at, errors);
  }

  @Override
  public synchronized void close() {
    if (factory != null) {
      factory.close();
      factory = null;
    }
  }

  private synchronized ValidatorFactory factory() {
    if (factory == null) {
      factory = make();
    }
    return factory;
  }

  private ValidatorFactory make() {
    HibernateValidatorConfiguration configuration =
        Validation.byProvider(HibernateValidator.class)
            .providerResolver(() -> List.of(new HibernateValidator()))
            .configure();
    return configuration
        .externalClassLoader(loader)
        .messageInterpolator(messages)
        .ignoreXmlConfiguration()
        .buildValidatorFactory();
  }

  private static <T> void add(
      Set<ConstraintViolation<T>> violations,
      boolean startsAtField,
      InputPath at,
      Collection<FieldError> errors) {
    violations.stream()
        .map(it ->
            error(
                it.getPropertyPath(),
                it.getConstraintDescriptor().getAnnotation(),
                it.getMessage(),
                startsAtField,
                at))
        .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::code))
        .filter(error -> errors.size() < ScalarReader.MOST && !errors.contains(error))
        .forEach(errors::add);
  }

  private static FieldError error(
      Path path, Annotation constraint, String message, boolean startsAtField, InputPath start) {
    var place = start;
    var skip = startsAtField;
    for (var node : path) {
      if (node.getIndex() != null) {
        place = place.item(node.getIndex());
      } else if (node.getKey() != null) {
        place = place.key(node.getKey().toString());
      }
      if (node.getKind() == ElementKind.PROPERTY && !skip) {
        place = place.key(node.getName());
      }
      skip = false;
    }
    return new FieldError(place.toString(), code(constraint.annotationType()), message);
  }

  private static String code(Class<?> constraint) {
    return constraint == NotNull.class ? "required" : TypeTag.snakeCase(constraint.getSimpleName());
  }

  /** Whether a value holds so many elements that a problem with each would be too many to tell. */
  private static boolean isLarge(@Nullable Object value) {
    return count(value, LARGE) > LARGE;
  }

  private static int count(@Nullable Object value, int most) {
    return switch (value) {
      case Collection<?> elements -> elements.size() > most ? most + 1 : sum(elements, most);
      case Map<?, ?> map -> map.size() > most ? most + 1 : sum(map.values(), most);
      case null -> 0;
      default -> value.getClass().isArray() ? Array.getLength(value) : 0;
    };
  }

  private static int sum(Collection<?> elements, int most) {
    int sum = elements.size();
    for (var element : elements) {
      if (sum > most) {
        return sum;
      }
      sum += count(element, most);
    }
    return sum;
  }

  /**
   * Takes each problem at the moment when its message is made, and ends the validation when there
   * are enough of them: the validator itself has no end before the last.
   */
  private static final class FirstViolations implements MessageInterpolator {
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

  /** The messages of constraints, in English and without an expression language. */
  private static final class ConstraintMessages implements MessageInterpolator {
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
}
