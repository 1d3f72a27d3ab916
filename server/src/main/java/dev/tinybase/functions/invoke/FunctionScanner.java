package dev.tinybase.functions.invoke;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.Diagnostic;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.functions.invoke.binding.FunctionFileTypes;
import dev.tinybase.functions.invoke.binding.HolderClass;
import dev.tinybase.functions.invoke.binding.InputType;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.Register;
import dev.tinybase.sdk.Request;
import dev.tinybase.sdk.Scheduled;
import dev.tinybase.sdk.hooks.OnShutdown;
import java.lang.classfile.Attributes;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the functions of a file by reflection, without running any of its code. */
final class FunctionScanner {
  private final CompileResult.Unit unit;
  private final String path;
  private final ClassLoader loader;
  private final FunctionFileTypes types;
  private final CodeSchedule.Check check;
  private final List<Diagnostic> problems = new ArrayList<>();

  FunctionScanner(
      CompileResult.Unit unit,
      String path,
      ClassLoader loader,
      FunctionFileTypes types,
      CodeSchedule.Check check) {
    this.unit = unit;
    this.path = path;
    this.loader = loader;
    this.types = types;
    this.check = check;
  }

  /**
   * All functions of the file.
   *
   * @throws LoadFailure with everything that is wrong
   */
  List<FunctionMethod> read() {
    var methods = new ArrayList<FunctionMethod>();
    for (var name : unit.classes()) {
      for (var method : methods(name)) {
        if (method.isAnnotationPresent(Register.class)) {
          methods.add(method(method));
        } else if (method.getAnnotationsByType(Scheduled.class).length > 0) {
          add(method, "has @Scheduled without @Register, which makes it a function.");
        } else if (method.isAnnotationPresent(OnShutdown.class)) {
          checkShutdown(method);
        }
      }
    }
    checkNames(methods);
    if (!problems.isEmpty()) {
      throw new LoadFailure(problems);
    }
    return methods;
  }

  private List<Method> methods(String name) {
    try {
      return Arrays.stream(Class.forName(name, false, loader).getDeclaredMethods())
          .filter(method -> !method.isSynthetic())
          .sorted(Comparator.comparing(Method::toString))
          .toList();
    } catch (ClassNotFoundException | LinkageError e) {
      problems.add(
          new Diagnostic(path, 0, 0, "The class " + name + " cannot be loaded: " + e.getMessage()));
      return List.of();
    }
  }

  private FunctionMethod method(Method method) {
    var input = input(method);
    var reader = new SignatureReader(method.getAnnotation(Register.class), method, input, check);
    var signature = reader.read();
    reader.problems().forEach(it -> add(method, it));
    checkOwner(method);
    checkParameters(method);
    return new FunctionMethod(method, signature, input);
  }

  private void checkShutdown(Method method) {
    if (method.getParameterCount() > 0) {
      add(method, "has @OnShutdown and takes parameters; there is nothing to give to it.");
    }
  }

  private void checkOwner(Method method) {
    var owner = method.getDeclaringClass();
    if (Modifier.isAbstract(method.getModifiers())) {
      add(method, "has no body.");
    } else if (!Modifier.isStatic(method.getModifiers()) && !canBeMade(owner)) {
      add(
          method,
          "belongs to an object of "
              + owner.getSimpleName()
              + ", which cannot be made without arguments; make the method static, or give the"
              + " class a constructor without parameters.");
    }
  }

  private static boolean canBeMade(Class<?> owner) {
    return !Modifier.isAbstract(owner.getModifiers())
        && !owner.isEnum()
        && Arrays.stream(owner.getDeclaredConstructors())
            .anyMatch(constructor -> constructor.getParameterCount() == 0);
  }

  private void checkParameters(Method method) {
    long contexts =
        Arrays.stream(method.getParameterTypes()).filter(it -> it == Context.class).count();
    if (contexts > 1) {
      add(method, "takes two contexts; one is enough.");
    }
    if (method.getParameterCount() - contexts > 1) {
      var names = Arrays.stream(method.getParameters()).map(it -> "'" + it.getName() + "'");
      add(
          method,
          "takes more than a Context and one input: "
              + String.join(", ", names.toList())
              + "; put them into one record.");
    }
  }

  private @Nullable InputType input(Method method) {
    var parameters = method.getParameterTypes();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] != Context.class && parameters[i] != Request.class) {
        var input = types.input(method, i);
        input.problems().forEach(it -> add(method, "takes an input that cannot be used: " + it));
        return input;
      }
    }
    return null;
  }

  private void checkNames(List<FunctionMethod> methods) {
    Map<String, Method> names = new HashMap<>();
    for (var method : methods) {
      var name = method.signature().name();
      @Nullable Method other = names.putIfAbsent(name, method.method());
      if (other != null) {
        add(
            method.method(),
            "is named '" + name + "', as is the method " + other.getName() + "; rename one.");
      }
    }
  }

  private void add(Method method, String problem) {
    problems.add(
        new Diagnostic(path, line(method), 0, "The method " + method.getName() + " " + problem));
  }

  /**
   * A method that is a function.
   *
   * @param input how its input is read; null when it takes none, or the request
   */
  record FunctionMethod(Method method, Signature signature, @Nullable InputType input) {
    private static final MethodType CALL =
        MethodType.methodType(Object.class, Object.class, Context.class, Object.class);

    /** The class that declares it. */
    Class<?> owner() {
      return method.getDeclaringClass();
    }

    boolean isStatic() {
      return Modifier.isStatic(method.getModifiers());
    }

    /** The method as one that takes an object, a context and an input, whatever it really takes. */
    MethodHandle handle() throws IllegalAccessException {
      var lookup = MethodHandles.privateLookupIn(owner(), MethodHandles.lookup());
      var own = lookup.unreflect(method).asFixedArity();
      var handle = isStatic() ? MethodHandles.dropArguments(own, 0, Object.class) : own;
      var order =
          IntStream.concat(
              IntStream.of(0),
              Arrays.stream(method.getParameterTypes())
                  .mapToInt(it -> it == Context.class ? 1 : 2));
      var positions = order.toArray();
      var types = Arrays.stream(positions).<Class<?>>mapToObj(CALL::parameterType).toList();
      return MethodHandles.permuteArguments(
          handle.asType(MethodType.methodType(Object.class, types)), CALL, positions);
    }
  }

  /** The line of the method's first statement; 0 where the class file does not tell. */
  private static long line(Method method) {
    return HolderClass.compiled(method).flatMap(MethodModel::code).stream()
        .flatMap(code -> code.findAttributes(Attributes.lineNumberTable()).stream())
        .flatMap(table -> table.lineNumbers().stream())
        .mapToLong(LineNumberInfo::lineNumber)
        .min()
        .orElse(0);
  }
}
