package dev.tinybase.functions.invoke.binding;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lists, sets and maps of the JDK that an input may have: each is the first that fits. */
final class CollectionTypes {
  private static final List<Supplier<Collection<@Nullable Object>>> COLLECTIONS =
      List.of(ArrayList::new, LinkedHashSet::new, TreeSet::new, ArrayDeque::new);
  private static final List<Supplier<Map<Object, @Nullable Object>>> MAPS =
      List.of(LinkedHashMap::new, TreeMap::new);

  private CollectionTypes() {}

  static boolean isCollection(Class<?> type) {
    return Iterable.class.isAssignableFrom(type)
        && fitting(type, COLLECTIONS).findAny().isPresent();
  }

  static boolean isMap(Class<?> type) {
    return Map.class.isAssignableFrom(type) && fitting(type, MAPS).findAny().isPresent();
  }

  /** The elements as a collection or an array of this type. */
  static Object collection(Class<?> type, List<@Nullable Object> elements) {
    if (type.isArray()) {
      var array = Array.newInstance(type.getComponentType(), elements.size());
      for (int i = 0; i < elements.size(); i++) {
        Array.set(array, i, elements.get(i));
      }
      return array;
    }
    var collection = fitting(type, COLLECTIONS).findFirst().orElseThrow();
    collection.addAll(elements);
    return collection;
  }

  /** An empty map of this type. */
  static Map<Object, @Nullable Object> map(Class<?> type) {
    return fitting(type, MAPS).findFirst().orElseThrow();
  }

  private static <T> Stream<T> fitting(Class<?> type, List<Supplier<T>> known) {
    return known.stream().map(Supplier::get).filter(type::isInstance);
  }
}
