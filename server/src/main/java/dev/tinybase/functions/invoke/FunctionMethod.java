package dev.tinybase.functions.invoke;

import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.functions.invoke.binding.InputType;
import dev.tinybase.functions.invoke.hooks.EventType;
import dev.tinybase.sdk.Context;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A method that can be called: a function, a hook or a route.
 *
 * @param input how its input is read; null when it takes none, the request, or an event
 * @param event what it is told of as a hook; null for others
 */
record FunctionMethod(
    Method method, Signature signature, @Nullable InputType input, @Nullable EventType event) {
  private static final MethodType CALL =
      MethodType.methodType(Object.class, Object.class, Context.class, Object.class);

  /** The class that declares it. */
  Class<?> owner() {
    return method.getDeclaringClass();
  }

  boolean isStatic() {
    return Modifier.isStatic(method.getModifiers());
  }

  /** The method as one that takes an object, a context and an input, whatever it really takes. */
  MethodHandle handle() throws IllegalAccessException {
    var lookup = MethodHandles.privateLookupIn(owner(), MethodHandles.lookup());
    var own = lookup.unreflect(method).asFixedArity();
    var handle = isStatic() ? MethodHandles.dropArguments(own, 0, Object.class) : own;
    var order =
        IntStream.concat(
            IntStream.of(0),
            Arrays.stream(method.getParameterTypes()).mapToInt(it -> it == Context.class ? 1 : 2));
    var positions = order.toArray();
    var types = Arrays.stream(positions).<Class<?>>mapToObj(CALL::parameterType).toList();
    return MethodHandles.permuteArguments(
        handle.asType(MethodType.methodType(Object.class, types)), CALL, positions);
  }
}
