package dev.tinybase.functions.invoke.binding;

import static java.util.Map.entry;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The lists, sets and maps of the JDK that an input may have. */
final class CollectionTypes {
  private static final Map<Class<?>, Supplier<Collection<@Nullable Object>>> COLLECTIONS =
      Map.ofEntries(
          entry(Iterable.class, ArrayList::new),
          entry(Collection.class, ArrayList::new),
          entry(SequencedCollection.class, ArrayList::new),
          entry(List.class, ArrayList::new),
          entry(ArrayList.class, ArrayList::new),
          entry(Queue.class, ArrayDeque::new),
          entry(Deque.class, ArrayDeque::new),
          entry(Set.class, LinkedHashSet::new),
          entry(SequencedSet.class, LinkedHashSet::new),
          entry(HashSet.class, HashSet::new),
          entry(LinkedHashSet.class, LinkedHashSet::new),
          entry(SortedSet.class, TreeSet::new),
          entry(NavigableSet.class, TreeSet::new),
          entry(TreeSet.class, TreeSet::new));

  private static final Map<Class<?>, Supplier<Map<Object, @Nullable Object>>> MAPS =
      Map.ofEntries(
          entry(Map.class, LinkedHashMap::new),
          entry(SequencedMap.class, LinkedHashMap::new),
          entry(HashMap.class, HashMap::new),
          entry(LinkedHashMap.class, LinkedHashMap::new),
          entry(SortedMap.class, TreeMap::new),
          entry(NavigableMap.class, TreeMap::new),
          entry(TreeMap.class, TreeMap::new));

  private CollectionTypes() {}

  static boolean isCollection(Class<?> type) {
    return COLLECTIONS.containsKey(type);
  }

  static boolean isMap(Class<?> type) {
    return MAPS.containsKey(type);
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
    var collection = COLLECTIONS.getOrDefault(type, ArrayList::new).get();
    collection.addAll(elements);
    return collection;
  }

  /** An empty map of this type. */
  static Map<Object, @Nullable Object> map(Class<?> type) {
    return MAPS.getOrDefault(type, LinkedHashMap::new).get();
  }
}
