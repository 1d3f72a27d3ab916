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
public record TypedElement(JsonType shape, List<Annotation> constraints, boolean nullable) {
  /** Whether there is something to check, here or in the elements of a list or a map. */
  boolean checked() {
    return !constraints.isEmpty()
        || switch (shape) {
          case JsonType.Items items -> items.element().checked();
          case JsonType.Entries entries -> entries.value().checked();
          case JsonType.Maybe maybe -> maybe.value().checked();
          case JsonType.Any _,
              JsonType.Scalar _,
              JsonType.OneOf _,
              JsonType.Unreadable _,
              RecordType _ ->
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
    return shape instanceof JsonType.Maybe ? Optional.empty() : null;
  }

  /** Whether it may be null in a list or a map, where nobody expects that. */
  boolean takesNullAsElement() {
    return nullable || shape instanceof JsonType.Maybe || shape instanceof JsonType.Any;
  }

  /** The constraint of this kind. */
  <A extends Annotation> Optional<A> constraint(Class<A> kind) {
    return constraints.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
