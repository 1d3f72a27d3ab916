package dev.tinybase.cli.types;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of types in one file: in PascalCase, and none twice. */
final class TypeNames {
  private final Set<String> taken;

  TypeNames(Set<String> taken) {
    this.taken = new HashSet<>(taken);
  }

  /**
   * A name for what the parts say together, such as {@code OrderItemsPatch} for {@code order_items}
   * and {@code patch}; with a number where it is taken.
   */
  String of(String... parts) {
    var name = Stream.of(parts).map(TypeNames::pascal).collect(Collectors.joining());
    var free = name;
    for (int number = 2; !taken.add(free); number++) {
      free = name + number;
    }
    return free;
  }

  private static String pascal(String part) {
    return Arrays.stream(part.split("[^A-Za-z0-9]+"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }
}
