package dev.tinybase.functions.invoke.binding;

import dev.tinybase.sdk.Record;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what types look like as JSON, by reflection alone: none of the author's code runs. Not
 * safe for several threads.
 */
final class Shapes {
  private static final int DEEPEST = 50;
  private static final Shape ANY = new Shape.Any();

  private record Generic(Class<?> type, List<Use> arguments) {}

  private final Map<Generic, Product> products = new HashMap<>();
  private int depth;

  /** A method's parameter. */
  Use of(Parameter parameter) {
    return use(parameter.getAnnotatedType(), parameter.getAnnotations(), Map.of());
  }

  /** A type that stands for itself. */
  Use of(AnnotatedType type) {
    return use(type, type.getAnnotations(), Map.of());
  }

  /** A class. */
  Use of(Class<?> type) {
    return new Use(shape(type, List.of()), List.of(), false);
  }

  private Use use(
      AnnotatedType type, Annotation[] annotations, Map<TypeVariable<?>, Use> variables) {
    return new Use(
        shape(type, variables),
        Constraints.among(annotations),
        type.isAnnotationPresent(Nullable.class));
  }

  private Use element(AnnotatedType type, Map<TypeVariable<?>, Use> variables) {
    return use(type, type.getAnnotations(), variables);
  }

  private Shape shape(AnnotatedType type, Map<TypeVariable<?>, Use> variables) {
    if (depth == DEEPEST) {
      return unreadable("nests without an end");
    }
    depth++;
    try {
      return switch (type) {
        case AnnotatedParameterizedType generic -> parameterized(generic, variables);
        case AnnotatedArrayType array -> array(array, variables);
        case AnnotatedTypeVariable variable -> {
          @Nullable Use known = variables.get((TypeVariable<?>) variable.getType());
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

  private Shape parameterized(
      AnnotatedParameterizedType type, Map<TypeVariable<?>, Use> variables) {
    var arguments =
        Arrays.stream(type.getAnnotatedActualTypeArguments())
            .map(argument -> element(argument, variables))
            .toList();
    return shape(Erasure.of(type.getType()), arguments);
  }

  /** An annotation before an array's type stands for both, says Java; here it means the array. */
  private Shape array(AnnotatedArrayType type, Map<TypeVariable<?>, Use> variables) {
    var raw = Erasure.of(type.getType());
    var element = type.getAnnotatedGenericComponentType();
    return raw == byte[].class
        ? scalar(raw)
        : new Shape.Items(raw, new Use(shape(element, variables), List.of(), false));
  }

  private Shape shape(Class<?> type, List<Use> arguments) {
    @Nullable Shape scalar = Scalars.of(type);
    if (scalar != null) {
      return scalar;
    }
    if (type.isArray()) {
      return new Shape.Items(type, of(type.getComponentType()));
    }
    if (type == Object.class) {
      return ANY;
    }
    if (type.isEnum()) {
      return new Choice(type);
    }
    if (type.isRecord()) {
      return product(type, arguments);
    }
    return type.isSealed() ? oneOf(type) : library(type, arguments);
  }

  private Shape library(Class<?> type, List<Use> arguments) {
    if (Containers.isCollection(type)) {
      return new Shape.Items(type, argument(arguments, 0));
    }
    if (Containers.isMap(type)) {
      return entries(type, arguments);
    }
    if (type == Optional.class) {
      return new Shape.Maybe(argument(arguments, 0));
    }
    if (type == Record.class) { // of the SDK
      return new Shape.Unreadable(
          "is a Record; take its id as a text", of(StoredRecord.class).shape());
    }
    if (type == OptionalInt.class || type == OptionalLong.class || type == OptionalDouble.class) {
      return unreadable("is " + type.getSimpleName() + "; use Optional");
    }
    return unreadable(
        "has the type " + type.getTypeName() + ", which cannot be read from JSON; use a record");
  }

  private Shape entries(Class<?> type, List<Use> arguments) {
    var key = arguments.isEmpty() ? scalar(String.class) : arguments.getFirst().shape();
    return switch (key) {
      case Shape.Any _ -> new Shape.Entries(type, scalar(String.class), argument(arguments, 1));
      case Shape.Text _, Shape.Whole _, Choice _ ->
          new Shape.Entries(type, key, argument(arguments, 1));
      case Shape.Decimal _,
          Shape.Flag _,
          Shape.Items _,
          Shape.Entries _,
          Shape.Maybe _,
          Shape.OneOf _,
          Shape.Unreadable _,
          Product _ ->
          unreadable("has keys that are no texts, whole numbers or enums");
    };
  }

  private Product product(Class<?> type, List<Use> arguments) {
    var key = new Generic(type, arguments);
    @Nullable Product known = products.get(key);
    if (known != null) {
      return known;
    }
    var made = new Product(type);
    products.put(key, made);
    var variables = variables(type, arguments);
    var components = new ArrayList<Product.Component>();
    for (var component : type.getRecordComponents()) {
      components.add(component(type, component, variables));
    }
    made.complete(components);
    return made;
  }

  private Product.Component component(
      Class<?> type, RecordComponent component, Map<TypeVariable<?>, Use> variables) {
    try {
      var annotations = type.getDeclaredField(component.getName()).getAnnotations();
      var use = use(component.getAnnotatedType(), annotations, variables);
      return new Product.Component(component.getName(), use, component.getType().isPrimitive());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("every component of a record is a field", e);
    }
  }

  private static Map<TypeVariable<?>, Use> variables(Class<?> type, List<Use> arguments) {
    var parameters = type.getTypeParameters();
    var variables = new HashMap<TypeVariable<?>, Use>();
    for (int i = 0; i < parameters.length; i++) {
      variables.put(parameters[i], argument(arguments, i));
    }
    return variables;
  }

  private Shape oneOf(Class<?> type) {
    var cases = new LinkedHashMap<String, Product>();
    @Nullable String problem = addCases(type, cases);
    return problem == null ? new Shape.OneOf(type, cases) : unreadable(problem);
  }

  private @Nullable String addCases(Class<?> type, Map<String, Product> cases) {
    for (var permitted : type.getPermittedSubclasses()) {
      if (permitted.isRecord()) {
        var product = product(permitted, List.of());
        if (cases.putIfAbsent(Tags.snakeCase(permitted.getSimpleName()), product) != null) {
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

  private static Shape unreadable(String reason) {
    return new Shape.Unreadable(reason, ANY);
  }

  private static Shape scalar(Class<?> type) {
    @Nullable Shape scalar = Scalars.of(type);
    return scalar == null ? ANY : scalar;
  }

  private static Use argument(List<Use> arguments, int position) {
    return position < arguments.size() ? arguments.get(position) : new Use(ANY, List.of(), true);
  }
}
