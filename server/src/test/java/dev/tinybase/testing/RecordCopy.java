package dev.tinybase.testing;

import java.util.Map;
import java.util.TreeMap;

/** Copies of records, such as settings, that differ in some components. */
public final class RecordCopy {
  private RecordCopy() {}

  /** With another value for the component of this name. */
  public static <T extends Record> T with(T record, String component, Object value) {
    return with(record, Map.of(component, value));
  }

  /** With other values for the components of these names. */
  @SuppressWarnings("unchecked") // a constructor makes what it is the constructor of
  public static <T extends Record> T with(T record, Map<String, ?> changes) {
    var left = new TreeMap<String, Object>(changes);
    var components = record.getClass().getRecordComponents();
    var types = new Class<?>[components.length];
    var values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        var component = components[i];
        types[i] = component.getType();
        values[i] =
            left.containsKey(component.getName())
                ? left.remove(component.getName())
                : component.getAccessor().invoke(record);
      }
      if (!left.isEmpty()) {
        throw new IllegalArgumentException(record.getClass() + " has no " + left.keySet());
      }
      return (T) record.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
