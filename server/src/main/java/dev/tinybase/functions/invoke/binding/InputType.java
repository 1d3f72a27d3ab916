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
  private final Use use;
  private final Checks checks;
  private @Nullable Class<?> holder;

  InputType(Method method, int position, Use use, Checks checks) {
    this.method = method;
    this.position = position;
    this.use = use;
    this.checks = checks;
  }

  /** What of the type cannot work, each with its place: types without a form in JSON, and such. */
  public List<String> problems() {
    return new InputProblems().of(use, parameter().getName());
  }

  /** The input in a payload. */
  public @Nullable Object read(JsonNode payload) {
    boolean empty = payload.isObject() && payload.isEmpty() && !isObject(use.shape());
    return read(empty || payload.isNull() ? null : payload, Reading.STRICT);
  }

  /** The input in the texts of a query: its parameters, or the one that is named as the input. */
  public @Nullable Object form(JsonNode parameters) {
    if (isObject(use.shape())) {
      return read(parameters, Reading.FORM);
    }
    var name = parameter().getName();
    for (var given : parameters.propertyNames()) {
      if (!given.equals(name)) {
        var hint = DidYouMean.hint(given, List.of(name));
        throw new InvalidInput(
            List.of(new FieldError(given, "unknown_field", "no such field" + hint)));
      }
    }
    return read(parameters.get(name), Reading.FORM);
  }

  /** Its JSON Schema. */
  public ObjectNode schema() {
    return JsonSchema.ofInput(use);
  }

  private @Nullable Object read(@Nullable JsonNode node, Reading reading) {
    if (node == null && !use.nullable() && !(use.shape() instanceof Shape.Maybe)) {
      throw new InvalidInput(List.of(new FieldError("", "required", "an input is required")));
    }
    var binder = new Binder(checks, reading);
    var value =
        use.checked()
            ? binder.field(holder(), InputHolder.FIELD, use, false, node, Place.ROOT)
            : binder.field(Object.class, "", use, false, node, Place.ROOT);
    if (!binder.errors().isEmpty()) {
      throw new InvalidInput(binder.errors());
    }
    return value;
  }

  private synchronized Class<?> holder() {
    if (holder == null) {
      holder = InputHolder.of(method, position);
    }
    return holder;
  }

  private Parameter parameter() {
    return method.getParameters()[position];
  }

  private static boolean isObject(Shape shape) {
    return switch (shape) {
      case Shape.Any _, Shape.Entries _, Shape.OneOf _, Product _ -> true;
      case Shape.Text _,
          Shape.Whole _,
          Shape.Decimal _,
          Shape.Flag _,
          Shape.Items _,
          Shape.Maybe _,
          Shape.Unreadable _,
          Choice _ ->
          false;
    };
  }
}
