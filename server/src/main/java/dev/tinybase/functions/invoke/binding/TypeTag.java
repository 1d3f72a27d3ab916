package dev.tinybase.functions.invoke.binding;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The key that tells the records of a sealed type apart. */
public final class TypeTag {
  /** The key. */
  public static final String KEY = "type";

  private TypeTag() {}

  /** The word for a record of a sealed type; null for other classes. */
  public static @Nullable String of(Class<?> type) {
    return type.isRecord() && Arrays.stream(type.getInterfaces()).anyMatch(TypeTag::isSealed)
        ? snakeCase(type.getSimpleName())
        : null;
  }

  /** {@code CreditCard} as {@code credit_card}. */
  static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])", "$1$3_$2")
        .toLowerCase(Locale.ROOT);
  }

  private static boolean isSealed(Class<?> type) {
    return type.isSealed() || Stream.of(type.getInterfaces()).anyMatch(TypeTag::isSealed);
  }
}
