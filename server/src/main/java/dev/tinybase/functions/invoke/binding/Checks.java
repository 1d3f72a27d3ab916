package dev.tinybase.functions.invoke.binding;

import dev.tinybase.errors.FieldError;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.NotNull;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.HibernateValidatorConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Checks values against their annotations. The validator knows the classes that it has seen, so
 * every file has its own, made when there is something to check.
 */
final class Checks implements AutoCloseable {
  private final ClassLoader loader;
  private @Nullable ValidatorFactory factory;

  Checks(ClassLoader loader) {
    this.loader = loader;
  }

  /** What a field of this class may not hold, without an object of the class. */
  void field(
      Class<?> type, String name, @Nullable Object value, Place at, Collection<FieldError> errors) {
    add(factory().getValidator().validateValue(type, name, value), true, at, errors);
  }

  /** What is wrong with an object as a whole. */
  void whole(Object value, Place at, Collection<FieldError> errors) {
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
        .messageInterpolator(new Messages())
        .ignoreXmlConfiguration()
        .buildValidatorFactory();
  }

  private static <T> void add(
      Set<ConstraintViolation<T>> violations,
      boolean startsAtField,
      Place at,
      Collection<FieldError> errors) {
    violations.stream()
        .map(violation -> error(violation, startsAtField, at))
        .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::code))
        .filter(error -> !errors.contains(error))
        .forEach(errors::add);
  }

  private static FieldError error(
      ConstraintViolation<?> violation, boolean startsAtField, Place start) {
    var place = start;
    var skip = startsAtField;
    for (var node : violation.getPropertyPath()) {
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
    return new FieldError(place.toString(), code(violation), violation.getMessage());
  }

  private static String code(ConstraintViolation<?> violation) {
    var constraint = violation.getConstraintDescriptor().getAnnotation().annotationType();
    return constraint == NotNull.class ? "required" : Tags.snakeCase(constraint.getSimpleName());
  }
}
