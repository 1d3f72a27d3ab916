package dev.tinybase.functions.invoke.binding;

import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Nearest;
import dev.tinybase.functions.host.InvalidInput;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  /** Why the type cannot be read from JSON, if it cannot: what, and the reason. */
  public List<String> problems() {
    var problems = new ArrayList<String>();
    collect(use.shape(), parameter().getName(), new HashSet<>(), problems);
    return problems;
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
        var hint = Nearest.hint(given, List.of(name));
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

  private static void collect(Shape shape, String place, Set<Shape> seen, List<String> problems) {
    switch (shape) {
      case Shape.Unreadable unreadable -> problems.add("'" + place + "' " + unreadable.reason());
      case Shape.Items items -> collect(items.element().shape(), place + "[]", seen, problems);
      case Shape.Entries entries -> collect(entries.value().shape(), place + ".*", seen, problems);
      case Shape.Maybe maybe -> collect(maybe.value().shape(), place, seen, problems);
      case Shape.OneOf oneOf ->
          oneOf.cases().values().forEach(one -> collect(one, place, seen, problems));
      case Product product -> {
        if (seen.add(product)) {
          for (var component : product.components()) {
            collect(component.use().shape(), place + "." + component.name(), seen, problems);
          }
        }
      }
      case Shape.Any _, Shape.Text _, Shape.Whole _, Shape.Decimal _, Shape.Flag _, Choice _ -> {}
    }
  }
}
