package dev.tinybase.functions.invoke.hooks;

import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.Register;
import dev.tinybase.sdk.Route;
import dev.tinybase.sdk.Scheduled;
import dev.tinybase.sdk.hooks.OnShutdown;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out whether a method is a hook, and whether it can be called as one. */
public final class HookScanner {
  private final List<String> problems = new ArrayList<>();

  /**
   * A method that is a hook.
   *
   * @param declarations one for each of its annotations, all of events of one type
   */
  public record HookMethod(Method method, EventType type, List<HookDeclaration> declarations) {}

  /** What is wrong, as the ends of sentences that begin with the method. */
  public List<String> problems() {
    return problems;
  }

  /** The method as a hook, where it has an annotation of one. */
  public Optional<HookMethod> read(Method method) {
    var annotations = new HookAnnotations();
    var declarations = annotations.read(method);
    if (declarations.isEmpty()) {
      return Optional.empty();
    }
    problems.addAll(annotations.problems());
    var types = declarations.stream().map(it -> EventType.of(it.kind())).distinct().toList();
    if (types.size() > 1) {
      var names =
          declarations.stream().map(HookScanner::shown).collect(Collectors.joining(" and "));
      var given = types.stream().map(EventType::title).collect(Collectors.joining(" and "));
      problems.add("has %s, which give %s; write a method for each.".formatted(names, given));
    } else {
      checkParameters(method, declarations.getFirst(), types.getFirst());
    }
    checkUse(method, declarations.getFirst());
    return Optional.of(new HookMethod(method, types.getFirst(), declarations));
  }

  private static String shown(HookDeclaration declaration) {
    return "@" + declaration.kind().annotation();
  }

  private void checkUse(Method method, HookDeclaration declaration) {
    if (method.getReturnType() != void.class) {
      problems.add(
          "has %s and returns a %s, which nobody would get; let it return void."
              .formatted(shown(declaration), method.getReturnType().getSimpleName()));
    }
    Stream.of(Register.class, Route.class, Scheduled.class, OnShutdown.class)
        .filter(other -> has(method, other))
        .forEach(other ->
            problems.add(
                "has both %s and @%s; write a method for each."
                    .formatted(shown(declaration), other.getSimpleName())));
  }

  private static boolean has(Method method, Class<? extends Annotation> annotation) {
    return method.getAnnotationsByType(annotation).length > 0;
  }

  private void checkParameters(Method method, HookDeclaration declaration, EventType type) {
    var taken = List.of(method.getParameterTypes());
    @Nullable Class<?> event = type.parameter();
    boolean fits =
        taken.stream().allMatch(it -> it == Context.class || it == event)
            && taken.stream().distinct().count() == taken.size()
            && (event == null || taken.contains(event));
    if (!fits) {
      var names = Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList();
      problems.add(
          "takes (%s), but a method with %s takes %s."
              .formatted(
                  String.join(", ", names),
                  shown(declaration),
                  event == null
                      ? "a Context or nothing"
                      : "a %s, and a Context where it needs one, in any order"
                          .formatted(type.title())));
    }
  }
}
