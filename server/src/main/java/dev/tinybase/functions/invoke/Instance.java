package dev.tinybase.functions.invoke;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The one object of a class whose methods are functions. It is made at the first call, since that
 * runs the author's code, and tried again after a failure.
 */
final class Instance {
  private final Class<?> type;
  private volatile @Nullable Object object;

  Instance(Class<?> type) {
    this.type = type;
  }

  Object get() throws Throwable {
    @Nullable Object made = object;
    return made == null ? make() : made;
  }

  private synchronized Object make() throws Throwable {
    if (object == null) {
      object =
          MethodHandles.privateLookupIn(type, MethodHandles.lookup())
              .findConstructor(type, MethodType.methodType(void.class))
              .invoke();
    }
    return object;
  }
}
