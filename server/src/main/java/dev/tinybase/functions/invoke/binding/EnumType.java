package dev.tinybase.functions.invoke.binding;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum. Its constants are asked for at the first use, because that runs the author's code. */
final class EnumType implements JsonType.Scalar {
  private final Class<?> type;
  private @Nullable Map<String, Object> constants;

  EnumType(Class<?> type) {
    this.type = type;
  }

  /** The names, in order. */
  List<String> names() {
    return Arrays.stream(type.getEnumConstants()).map(EnumType::name).toList();
  }

  /** The constant of this name, in upper or lower case. */
  @Nullable Object find(String name) {
    var all = constants();
    @Nullable Object exact = all.get(name);
    return exact == null ? all.get(folded(name)) : exact;
  }

  private synchronized Map<String, Object> constants() {
    if (constants == null) {
      var all = new LinkedHashMap<String, Object>();
      for (Object constant : type.getEnumConstants()) {
        all.putIfAbsent(folded(name(constant)), constant);
      }
      for (Object constant : type.getEnumConstants()) {
        all.put(name(constant), constant);
      }
      constants = all;
    }
    return constants;
  }

  private static String name(Object constant) {
    return ((Enum<?>) constant).name();
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
