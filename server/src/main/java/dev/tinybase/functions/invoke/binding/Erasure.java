package dev.tinybase.functions.invoke.binding;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** The classes behind types with arguments. */
final class Erasure {
  private Erasure() {}

  static Class<?> of(Type type) {
    return switch (type) {
      case Class<?> c -> c;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      case GenericArrayType array ->
          Array.newInstance(of(array.getGenericComponentType()), 0).getClass();
      default -> Object.class;
    };
  }
}
