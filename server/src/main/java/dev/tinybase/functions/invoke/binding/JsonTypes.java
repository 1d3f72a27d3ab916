package dev.tinybase.functions.invoke.binding;

import dev.tinybase.functions.invoke.binding.JsonType.EnumType;
import dev.tinybase.functions.invoke.binding.JsonType.RecordType;
import dev.tinybase.functions.invoke.binding.JsonType.TypedElement;
import dev.tinybase.sdk.Record;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what types look like as JSON, by reflection alone: none of the author's code runs. Not
 * safe for several threads.
 */
final class JsonTypes {
  private static final int DEEPEST = 50;
  private static final JsonType ANY = new JsonType.Any();

  private record Generic(Class<?> type, List<TypedElement> arguments) {}

  private final Map<Generic, RecordType> products = new HashMap<>();
  private int depth;

  /** A method's parameter. */
  TypedElement of(Parameter parameter) {
    return use(parameter.getAnnotatedType(), parameter.getAnnotations(), Map.of());
  }

  /** A type that stands for itself. */
  TypedElement of(AnnotatedType type) {
    return element(type, Map.of());
  }

  /** A class. */
  TypedElement of(Class<?> type) {
    return new TypedElement(shape(type, List.of()), List.of(), false);
  }

  private TypedElement use(
      AnnotatedType type, Annotation[] annotations, Map<TypeVariable<?>, TypedElement> variables) {
    return new TypedElement(
        shape(type, variables),
        ConstraintAnnotations.among(annotations),
        type.isAnnotationPresent(Nullable.class));
  }

  private TypedElement element(AnnotatedType type, Map<TypeVariable<?>, TypedElement> variables) {
    return use(type, type.getAnnotations(), variables);
  }

  private JsonType shape(AnnotatedType type, Map<TypeVariable<?>, TypedElement> variables) {
    if (depth == DEEPEST) {
      return unreadable("nests without an end");
    }
    depth++;
    try {
      return switch (type) {
        case AnnotatedParameterizedType generic -> parameterized(generic, variables);
        case AnnotatedArrayType array -> array(array, variables);
        case AnnotatedTypeVariable variable -> {
          @Nullable TypedElement known = variables.get((TypeVariable<?>) variable.getType());
          yield known == null ? ANY : known.shape();
        }
        case AnnotatedWildcardType wildcard ->
            shape(wildcard.getAnnotatedUpperBounds()[0], variables);
        default -> shape((Class<?>) type.getType(), List.of());
      };
    } finally {
      depth--;
    }
  }

  private JsonType parameterized(
      AnnotatedParameterizedType type, Map<TypeVariable<?>, TypedElement> variables) {
    var arguments =
        Arrays.stream(type.getAnnotatedActualTypeArguments())
            .map(argument -> element(argument, variables))
            .toList();
    return shape(erasure(type.getType()), arguments);
  }

  /** An annotation before an array's type stands for both, says Java; here it means the array. */
  private JsonType array(AnnotatedArrayType type, Map<TypeVariable<?>, TypedElement> variables) {
    var raw = erasure(type.getType());
    var element = type.getAnnotatedGenericComponentType();
    @Nullable JsonType bytes = ScalarTypes.of(raw);
    return bytes != null
        ? bytes
        : new JsonType.Items(raw, new TypedElement(shape(element, variables), List.of(), false));
  }

  private JsonType shape(Class<?> type, List<TypedElement> arguments) {
    @Nullable JsonType scalar = ScalarTypes.of(type);
    if (scalar != null) {
      return scalar;
    }
    if (type.isArray()) {
      return new JsonType.Items(type, of(type.getComponentType()));
    }
    if (type == Object.class) {
      return ANY;
    }
    if (type.isEnum()) {
      return new EnumType(type);
    }
    if (type.isRecord()) {
      return product(type, arguments);
    }
    return type.isSealed() ? oneOf(type) : library(type, arguments);
  }

  private JsonType library(Class<?> type, List<TypedElement> arguments) {
    if (CollectionTypes.isCollection(type)) {
      return new JsonType.Items(type, argument(arguments, 0));
    }
    if (CollectionTypes.isMap(type)) {
      return entries(type, arguments);
    }
    if (type == Optional.class) {
      return new JsonType.Maybe(argument(arguments, 0));
    }
    if (type == Record.class) { // of the SDK
      return new JsonType.Unreadable(
          "is a Record; take its id as a text", of(RecordShape.class).shape());
    }
    if (type == OptionalInt.class || type == OptionalLong.class || type == OptionalDouble.class) {
      return unreadable("is " + type.getSimpleName() + "; use Optional");
    }
    return unreadable(
        "has the type " + type.getTypeName() + ", which cannot be read from JSON; use a record");
  }

  private JsonType entries(Class<?> type, List<TypedElement> arguments) {
    var key = arguments.isEmpty() ? ScalarTypes.TEXT : arguments.getFirst().shape();
    return switch (key) {
      case JsonType.Any _ -> new JsonType.Entries(type, ScalarTypes.TEXT, argument(arguments, 1));
      case JsonType.Scalar scalar when isKey(scalar) ->
          new JsonType.Entries(type, scalar, argument(arguments, 1));
      case JsonType.Scalar _,
          JsonType.Items _,
          JsonType.Entries _,
          JsonType.Maybe _,
          JsonType.OneOf _,
          JsonType.Unreadable _,
          RecordType _ ->
          unreadable("has keys that are no texts, whole numbers or enums");
    };
  }

  private static boolean isKey(JsonType.Scalar type) {
    return type instanceof JsonType.Text
        || type instanceof JsonType.Whole
        || type instanceof EnumType;
  }

  private RecordType product(Class<?> type, List<TypedElement> arguments) {
    var key = new Generic(type, arguments);
    @Nullable RecordType known = products.get(key);
    if (known != null) {
      return known;
    }
    var made = new RecordType(type);
    products.put(key, made);
    var variables = variables(type, arguments);
    made.complete(
        Arrays.stream(type.getRecordComponents())
            .map(component -> component(type, component, variables))
            .toList());
    return made;
  }

  private RecordType.Component component(
      Class<?> type, RecordComponent component, Map<TypeVariable<?>, TypedElement> variables) {
    try {
      var annotations = type.getDeclaredField(component.getName()).getAnnotations();
      var use = use(component.getAnnotatedType(), annotations, variables);
      return new RecordType.Component(component.getName(), use, component.getType().isPrimitive());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("every component of a record is a field", e);
    }
  }

  private static Map<TypeVariable<?>, TypedElement> variables(
      Class<?> type, List<TypedElement> arguments) {
    var parameters = type.getTypeParameters();
    var variables = new HashMap<TypeVariable<?>, TypedElement>();
    for (int i = 0; i < parameters.length; i++) {
      variables.put(parameters[i], argument(arguments, i));
    }
    return variables;
  }

  private JsonType oneOf(Class<?> type) {
    var cases = new LinkedHashMap<String, RecordType>();
    @Nullable String problem = addCases(type, cases);
    return problem == null ? new JsonType.OneOf(type, cases) : unreadable(problem);
  }

  private @Nullable String addCases(Class<?> type, Map<String, RecordType> cases) {
    for (var permitted : type.getPermittedSubclasses()) {
      if (permitted.isRecord()) {
        var product = product(permitted, List.of());
        if (cases.putIfAbsent(TypeTag.snakeCase(permitted.getSimpleName()), product) != null) {
          return "is sealed, and two of its records are named " + permitted.getSimpleName();
        }
      } else if (permitted.isSealed()) {
        @Nullable String problem = addCases(permitted, cases);
        if (problem != null) {
          return problem;
        }
      } else {
        return "is sealed, but permits " + permitted.getSimpleName() + ", which is no record";
      }
    }
    return null;
  }

  private static JsonType unreadable(String reason) {
    return new JsonType.Unreadable(reason, ANY);
  }

  private static TypedElement argument(List<TypedElement> arguments, int position) {
    return position < arguments.size()
        ? arguments.get(position)
        : new TypedElement(ANY, List.of(), true);
  }

  private static Class<?> erasure(Type type) {
    return switch (type) {
      case Class<?> c -> c;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      case GenericArrayType array ->
          Array.newInstance(erasure(array.getGenericComponentType()), 0).getClass();
      default -> Object.class;
    };
  }

  /** A record of a collection as the HTTP API has it; only its schema is ever needed. */
  private record RecordShape(
      @NotNull UUID id,
      UUID owner_id,
      @NotNull Map<String, Object> data,
      @NotNull Instant created_at,
      @NotNull Instant updated_at) {}
}
