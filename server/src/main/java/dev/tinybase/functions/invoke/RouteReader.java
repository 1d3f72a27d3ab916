package dev.tinybase.functions.invoke;

import dev.tinybase.functions.invoke.FileScanner.DeclaredRoute;
import dev.tinybase.functions.invoke.FileScanner.MethodNames;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.Request;
import dev.tinybase.sdk.Route;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what methods' {@link Route} annotations say; collects what they say wrongly. */
final class RouteReader {
  private static final Pattern VARIABLE = Pattern.compile("\\{[a-zA-Z][a-zA-Z0-9_]*}");
  private static final Pattern PATH =
      Pattern.compile("/|(/([a-zA-Z0-9._~-]+|" + VARIABLE.pattern() + "))+");

  private final MethodProblems problems;
  private final MethodNames names;
  private final Map<String, Method> places = new HashMap<>();

  RouteReader(MethodProblems problems, MethodNames names) {
    this.problems = problems;
    this.names = names;
  }

  List<DeclaredRoute> read(List<Method> methods) {
    return methods.stream().map(this::route).toList();
  }

  private DeclaredRoute route(Method method) {
    var annotation = method.getAnnotation(Route.class);
    var httpMethod = annotation.method().toUpperCase(Locale.ROOT);
    var reader = new SignatureReader(method, null, _ -> Optional.empty());
    var signature = reader.route(names.of(method));
    problems.addAll(method, reader.problems());
    problems.checkOwner(method);
    checkParameters(method);
    checkPath(method, httpMethod, annotation.path());
    return new DeclaredRoute(
        new FunctionMethod(method, signature, null, null), httpMethod, annotation.path());
  }

  private void checkParameters(Method method) {
    var taken = List.of(method.getParameterTypes());
    if (!Set.of(Context.class, Request.class).containsAll(taken)
        || taken.stream().distinct().count() < taken.size()) {
      problems.add(
          method,
          "takes (%s), but a method with @Route takes a Request, a Context, both, or nothing."
              .formatted(String.join(", ", taken.stream().map(Class::getSimpleName).toList())));
    }
  }

  private void checkPath(Method method, String httpMethod, String path) {
    if (!PATH.matcher(path).matches()) {
      problems.add(
          method,
          "has the path '%s' in @Route; write it as /stats/{id}, of letters, digits, . _ ~ and -."
              .formatted(path));
      return;
    }
    var variables = VARIABLE.matcher(path).results().map(it -> it.group()).toList();
    if (variables.stream().distinct().count() < variables.size()) {
      problems.add(method, "has a variable twice in the path '%s'; rename one.".formatted(path));
    }
    var place = httpMethod + " " + VARIABLE.matcher(path).replaceAll("{}");
    @Nullable Method other = places.putIfAbsent(place, method);
    if (other != null) {
      problems.add(
          method,
          "is the route %s %s, as is the method %s; change one."
              .formatted(httpMethod, path, other.getName()));
    }
  }
}
