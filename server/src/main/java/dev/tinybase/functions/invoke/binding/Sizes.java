package dev.tinybase.functions.invoke.binding;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much there is in lists and maps, counted no further than it matters. */
final class Sizes {
  private static final int LARGE = 200;

  private Sizes() {}

  /** Whether a value holds so many elements that a problem with each would be too many to tell. */
  static boolean isLarge(@Nullable Object value) {
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
}
