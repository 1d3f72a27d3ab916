package dev.tinybase.functions.invoke;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.functions.invoke.FunctionFile.Signature.Returns;
import dev.tinybase.functions.invoke.FunctionFile.Signature.Takes;
import dev.tinybase.functions.invoke.binding.FunctionFileTypes;
import dev.tinybase.functions.invoke.binding.InputType;
import dev.tinybase.functions.invoke.hooks.EventType;
import dev.tinybase.functions.invoke.hooks.HookScanner;
import dev.tinybase.functions.invoke.hooks.HookScanner.HookMethod;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.sdk.Auth;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.Register;
import dev.tinybase.sdk.Request;
import dev.tinybase.sdk.Route;
import dev.tinybase.sdk.Scheduled;
import dev.tinybase.sdk.hooks.OnShutdown;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the functions, hooks and routes of a file by reflection, without running any of its code.
 */
final class FileScanner {
  private final CompileResult.Unit unit;
  private final ClassLoader loader;
  private final FunctionFileTypes types;
  private final CodeSchedule.Check check;
  private final MethodProblems problems;
  private final List<FunctionMethod> functions = new ArrayList<>();
  private final List<HookMethod> hooks = new ArrayList<>();
  private final List<Method> routes = new ArrayList<>();

  FileScanner(
      CompileResult.Unit unit,
      UnaryOperator<String> paths,
      ClassLoader loader,
      FunctionFileTypes types,
      CodeSchedule.Check check) {
    this.unit = unit;
    this.loader = loader;
    this.types = types;
    this.check = check;
    this.problems = new MethodProblems(paths);
  }

  /** What a file declares. */
  record Declared(
      List<FunctionMethod> functions, List<DeclaredHook> hooks, List<DeclaredRoute> routes) {}

  /** A hook, with an element for each of its annotations. */
  record DeclaredHook(FunctionMethod method, List<HookDeclaration> declarations) {}

  /** A route; see {@link FunctionFile.Route}. */
  record DeclaredRoute(FunctionMethod method, String httpMethod, String path) {}

  /**
   * All that the file declares.
   *
   * @throws LoadFailure with everything that is wrong
   */
  Declared read() {
    unit.classes().stream().flatMap(name -> methods(name).stream()).forEach(this::sort);
    checkNames();
    var names = new MethodNames(unit.name(), problems);
    hooks.forEach(hook -> names.add(hook.method()));
    routes.forEach(names::add);
    var declared =
        new Declared(
            functions,
            hooks.stream().map(hook -> hook(hook, names.of(hook.method()))).toList(),
            new RouteReader(problems, names).read(routes));
    if (!problems.diagnostics().isEmpty()) {
      throw new LoadFailure(problems.diagnostics());
    }
    return declared;
  }

  private List<Method> methods(String name) {
    try {
      return Arrays.stream(Class.forName(name, false, loader).getDeclaredMethods())
          .filter(method -> !method.isSynthetic())
          .sorted(Comparator.comparing(Method::toString))
          .toList();
    } catch (ClassNotFoundException | LinkageError e) {
      problems.add("The class " + name + " cannot be loaded: " + e.getMessage());
      return List.of();
    }
  }

  private void sort(Method method) {
    var scanner = new HookScanner();
    var hook = scanner.read(method);
    problems.addAll(method, scanner.problems());
    if (hook.isPresent()) {
      problems.checkOwner(method);
      hooks.add(hook.get());
    } else if (method.isAnnotationPresent(Register.class)) {
      functions.add(function(method));
    } else if (method.getAnnotationsByType(Scheduled.class).length > 0) {
      problems.add(method, "has @Scheduled without @Register, which makes it a function.");
    } else if (method.isAnnotationPresent(Route.class)) {
      routes.add(method);
    } else if (method.isAnnotationPresent(OnShutdown.class) && method.getParameterCount() > 0) {
      problems.add(method, "has @OnShutdown and takes parameters; there is nothing to give to it.");
    }
  }

  private FunctionMethod function(Method method) {
    var input = input(method);
    var reader = new SignatureReader(method, input, check);
    var signature = reader.function();
    problems.addAll(method, reader.problems());
    if (method.isAnnotationPresent(Route.class)) {
      problems.add(method, "has both @Register and @Route; write a method for each.");
    }
    problems.checkOwner(method);
    problems.checkParameters(method);
    return new FunctionMethod(method, signature, input, null);
  }

  private @Nullable InputType input(Method method) {
    var parameters = method.getParameterTypes();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] != Context.class && parameters[i] != Request.class) {
        var input = types.input(method, i);
        input
            .problems()
            .forEach(it -> problems.add(method, "takes an input that cannot be used: " + it));
        return input;
      }
    }
    return null;
  }

  private static DeclaredHook hook(HookMethod hook, String name) {
    var takes = hook.type() == EventType.STARTUP ? Takes.NOTHING : Takes.EVENT;
    var signature =
        new Signature(
            name,
            null,
            Auth.ADMIN,
            List.of(),
            null,
            0,
            Set.of(),
            takes,
            Returns.NOTHING,
            List.of());
    return new DeclaredHook(
        new FunctionMethod(hook.method(), signature, null, hook.type()), hook.declarations());
  }

  private void checkNames() {
    Map<String, Method> names = new HashMap<>();
    for (var function : functions) {
      var name = function.signature().name();
      @Nullable Method other = names.putIfAbsent(name, function.method());
      if (other != null) {
        problems.add(
            function.method(),
            "is named '" + name + "', as is the method " + other.getName() + "; rename one.");
      }
    }
  }

  /**
   * The names of hooks and routes: of the file and the method, and of the class where two methods
   * would have the same one.
   */
  static final class MethodNames {
    private final String file;
    private final MethodProblems problems;
    private final Map<String, List<Method>> methods = new HashMap<>();

    MethodNames(String file, MethodProblems problems) {
      this.file = file;
      this.problems = problems;
    }

    void add(Method method) {
      var namesakes = methods.computeIfAbsent(method.getName(), _ -> new ArrayList<>());
      if (namesakes.stream().anyMatch(it -> owner(it).equals(owner(method)))) {
        problems.add(method, "has the name of another hook or route of its class; rename one.");
      }
      namesakes.add(method);
    }

    String of(Method method) {
      var alone = methods.getOrDefault(method.getName(), List.of()).size() < 2;
      return Stream.of(file, alone ? "" : owner(method), method.getName())
          .filter(part -> !part.isEmpty())
          .reduce((first, second) -> first + "." + second)
          .orElseThrow();
    }

    private static String owner(Method method) {
      return method.getDeclaringClass().getSimpleName();
    }
  }
}
