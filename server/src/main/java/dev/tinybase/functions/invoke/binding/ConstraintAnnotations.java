package dev.tinybase.functions.invoke.binding;

import jakarta.validation.Constraint;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells the annotations that check something from the others. */
final class ConstraintAnnotations {
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
}
