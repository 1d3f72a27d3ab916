package dev.tinybase.functions.invoke.binding;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A shape at one place.
 *
 * @param constraints the annotations of jakarta.validation that stand there
 * @param nullable whether the author says that it may be null
 */
public record Use(Shape shape, List<Annotation> constraints, boolean nullable) {
  /** Whether there is something to check, here or in the elements of a list or a map. */
  boolean checked() {
    return !constraints.isEmpty()
        || switch (shape) {
          case Shape.Items items -> items.element().checked();
          case Shape.Entries entries -> entries.value().checked();
          case Shape.Maybe maybe -> maybe.value().checked();
          case Shape.Any _,
              Shape.Text _,
              Shape.Whole _,
              Shape.Decimal _,
              Shape.Flag _,
              Shape.OneOf _,
              Shape.Unreadable _,
              Choice _,
              Product _ ->
              false;
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
    return shape instanceof Shape.Maybe ? Optional.empty() : null;
  }

  /** Whether it may be null in a list or a map, where nobody expects that. */
  boolean takesNullAsElement() {
    return nullable || shape instanceof Shape.Maybe || shape instanceof Shape.Any;
  }

  /** The constraint of this kind. */
  <A extends Annotation> Optional<A> constraint(Class<A> kind) {
    return constraints.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
