package dev.tinybase.functions.invoke.binding;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.invoke.binding.JsonType.RecordType;
import dev.tinybase.functions.invoke.binding.JsonType.TypedElement;
import dev.tinybase.functions.invoke.binding.ScalarReader.InputPath;
import dev.tinybase.functions.invoke.binding.ScalarReader.ReadMode;
import dev.tinybase.json.Json;
import jakarta.validation.constraints.NotEmpty;
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
    return new TypeProblems().of(use, parameter().getName());
  }

  /** What an empty payload lacks: the fields that must be given, or the input itself. */
  public List<String> required() {
    boolean optional = use.nullable() && !use.refusesNull();
    return switch (use.shape()) {
      case RecordType product ->
          product.components().stream()
              .filter(RecordType.Component::required)
              .map(RecordType.Component::name)
              .toList();
      case JsonType.OneOf _ -> List.of(TypeTag.KEY);
      case JsonType.Scalar _, JsonType.Items _ ->
          optional ? List.of() : List.of(parameter().getName());
      case JsonType.Entries _ ->
          use.constraint(NotEmpty.class).isPresent() ? List.of(parameter().getName()) : List.of();
      case JsonType.Any _, JsonType.Maybe _, JsonType.Unreadable _ -> List.of();
    };
  }

  /** The input of a call. */
  public @Nullable Object read(Input given) {
    return switch (given) {
      case Input.Json(JsonNode payload) -> payload(payload);
      case Input.Query(JsonNode parameters) -> form(parameters);
      case Input.Event(JsonNode event) -> payload(event);
      case Input.Raw raw -> payload(Json.parse(raw.body()));
    };
  }

  private @Nullable Object payload(JsonNode payload) {
    boolean empty = payload.isObject() && payload.isEmpty() && !isObject(use.shape());
    return read(empty || payload.isNull() ? null : payload, ReadMode.STRICT);
  }

  /** The input in the texts of a query: its parameters, or the one that is named as the input. */
  private @Nullable Object form(JsonNode parameters) {
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

  /** Whether nothing but a JSON object can be read as it. */
  public boolean isObject() {
    return switch (use.shape()) {
      case JsonType.Maybe maybe -> isObject(maybe.value().shape());
      case JsonType.Any _ -> false;
      default -> isObject(use.shape());
    };
  }

  /** Its JSON Schema. */
  public ObjectNode schema() {
    return TypeSchemaWriter.ofInput(use);
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
      case JsonType.Scalar _, JsonType.Items _, JsonType.Maybe _, JsonType.Unreadable _ -> false;
    };
  }

  /** Finds what in an input's type can never work. */
  private static final class TypeProblems {
    private final List<String> problems = new ArrayList<>();
    private final Set<RecordType> seen = new HashSet<>();

    /** All of them, each with the place where it stands. */
    List<String> of(TypedElement use, String place) {
      collect(use, place);
      return problems;
    }

    private void collect(TypedElement use, String place) {
      for (var constraint : use.constraints()) {
        if (!ConstraintAnnotations.fits(constraint, use.shape())) {
          var name = "@" + constraint.annotationType().getSimpleName();
          var optional = use.shape() instanceof JsonType.Maybe;
          problems.add(
              "'%s' has %s, which does not fit its type%s"
                  .formatted(
                      place, name, optional ? "; write Optional<" + name + " …> instead" : ""));
        }
      }
      collect(use.shape(), place);
    }

    private void collect(JsonType shape, String place) {
      switch (shape) {
        case JsonType.Unreadable unreadable ->
            problems.add("'" + place + "' " + unreadable.reason());
        case JsonType.Items items -> collect(items.element(), place + "[]");
        case JsonType.Entries entries -> collect(entries.value(), place + ".*");
        case JsonType.Maybe maybe -> collect(maybe.value(), place);
        case JsonType.OneOf oneOf -> oneOf.cases().values().forEach(one -> collect(one, place));
        case RecordType product -> {
          if (seen.add(product)) {
            product.components().forEach(it -> collect(it.use(), place + "." + it.name()));
          }
        }
        case JsonType.Any _, JsonType.Scalar _ -> {}
      }
    }
  }
}
