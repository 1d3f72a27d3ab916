package dev.tinybase.functions.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** A condition in SQL and the values of its places. */
record Where(String text, List<Object> values) {
  static final Where ALL = new Where("true", List.of());

  /** This condition and another one, whose text is a constant of ours. */
  Where and(String other, Object... more) {
    var all = new ArrayList<>(values);
    Collections.addAll(all, more);
    return new Where(text.equals(ALL.text) ? other : text + " and " + other, List.copyOf(all));
  }

  /** The values, and those of places behind the condition. */
  Object[] with(Object... more) {
    return Stream.concat(values.stream(), Stream.of(more)).toArray();
  }
}
