package dev.tinybase.functions.invoke.binding;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.functions.host.InvalidInput;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a function's method takes as its input. */
public final class InputType {
  private final Method method;
  private final int position;
  private final TypedElement use;
  private final InputValidator checks;
  private @Nullable Class<?> holder;

  InputType(Method method, int position, TypedElement use, InputValidator checks) {
    this.method = method;
    this.position = position;
    this.use = use;
    this.checks = checks;
  }

  /** What of the type cannot work, each with its place: types without a form in JSON, and such. */
  public List<String> problems() {
    return new InputTypeProblems().of(use, parameter().getName());
  }

  /** The input in a payload. */
  public @Nullable Object read(JsonNode payload) {
    boolean empty = payload.isObject() && payload.isEmpty() && !isObject(use.shape());
    return read(empty || payload.isNull() ? null : payload, ReadMode.STRICT);
  }

  /** The input in the texts of a query: its parameters, or the one that is named as the input. */
  public @Nullable Object form(JsonNode parameters) {
    if (isObject(use.shape())) {
      return read(parameters, ReadMode.FORM);
    }
    var name = parameter().getName();
    for (var given : parameters.propertyNames()) {
      if (!given.equals(name)) {
        var hint = DidYouMean.hint(given, List.of(name));
        throw new InvalidInput(
            List.of(new FieldError(given, "unknown_field", "no such field" + hint)));
      }
    }
    return read(parameters.get(name), ReadMode.FORM);
  }

  /** Its JSON Schema. */
  public ObjectNode schema() {
    return JsonSchemaWriter.ofInput(use);
  }

  private @Nullable Object read(@Nullable JsonNode node, ReadMode reading) {
    if (node == null && !use.nullable() && !(use.shape() instanceof JsonType.Maybe)) {
      throw new InvalidInput(List.of(new FieldError("", "required", "an input is required")));
    }
    var binder = new InputReader(checks, reading);
    var value =
        use.checked()
            ? binder.field(holder(), HolderClass.FIELD, use, false, node, InputPath.ROOT)
            : binder.field(Object.class, "", use, false, node, InputPath.ROOT);
    if (!binder.errors().isEmpty()) {
      throw new InvalidInput(binder.errors());
    }
    return value;
  }

  private synchronized Class<?> holder() {
    if (holder == null) {
      holder = HolderClass.of(method, position);
    }
    return holder;
  }

  private Parameter parameter() {
    return method.getParameters()[position];
  }

  private static boolean isObject(JsonType shape) {
    return switch (shape) {
      case JsonType.Any _, JsonType.Entries _, JsonType.OneOf _, RecordType _ -> true;
      case JsonType.Text _,
          JsonType.Whole _,
          JsonType.Decimal _,
          JsonType.Flag _,
          JsonType.Items _,
          JsonType.Maybe _,
          JsonType.Unreadable _,
          EnumType _ ->
          false;
    };
  }
}
