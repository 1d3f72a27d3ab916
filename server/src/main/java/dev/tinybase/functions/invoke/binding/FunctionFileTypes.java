package dev.tinybase.functions.invoke.binding;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.invoke.binding.JsonType.TypedElement;
import dev.tinybase.functions.invoke.binding.ScalarReader.InputPath;
import dev.tinybase.functions.invoke.binding.ScalarReader.ReadMode;
import dev.tinybase.json.Json;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The types of one file of functions; what is known of its classes goes away with it. */
public final class FunctionFileTypes implements AutoCloseable {
  private final JsonTypes shapes = new JsonTypes();
  private final InputValidator checks;
  private final Map<Class<?>, TypedElement> classes = new ConcurrentHashMap<>();

  /**
   * The types of a file.
   *
   * @param loader where the file's classes come from
   */
  public FunctionFileTypes(ClassLoader loader) {
    checks = new InputValidator(loader);
  }

  /** What a method's parameter takes. */
  public InputType input(Method method, int parameter) {
    synchronized (shapes) {
      var use = shapes.of(method.getParameters()[parameter]);
      return new InputType(method, parameter, use, checks);
    }
  }

  /** The JSON Schema of what a method returns. */
  public ObjectNode output(AnnotatedType type) {
    synchronized (shapes) {
      return TypeSchemaWriter.ofOutput(shapes.of(type));
    }
  }

  /**
   * Reads data of ours as a type of the file, without keys that the type does not have.
   *
   * @throws InvalidInput where it does not fit
   */
  public <T> T read(Class<T> type, JsonNode data) {
    var binder = new InputReader(checks, ReadMode.LENIENT);
    var use = classes.computeIfAbsent(type, this::analysed);
    var value = binder.field(type, "", use, type.isPrimitive(), data, InputPath.ROOT);
    if (!binder.errors().isEmpty()) {
      throw new InvalidInput(binder.errors());
    }
    if (value == null) {
      throw new InvalidInput(List.of(new FieldError("", "null_not_allowed", "must not be null")));
    }
    return wrapped(type).cast(value);
  }

  /** The same of a request's body, which may be malformed too. */
  public <T> T body(byte[] json, Class<T> type) {
    try {
      return read(type, Json.parse(json));
    } catch (Problem malformed) {
      throw new InvalidInput(List.of(new FieldError("", "json_invalid", Json.reason(malformed))));
    }
  }

  @Override
  public void close() {
    checks.close();
  }

  @SuppressWarnings("unchecked") // int.class and Integer.class are both a Class<Integer>
  private static <T> Class<T> wrapped(Class<T> type) {
    return (Class<T>) MethodType.methodType(type).wrap().returnType();
  }

  private TypedElement analysed(Class<?> type) {
    synchronized (shapes) {
      return shapes.of(type);
    }
  }
}
