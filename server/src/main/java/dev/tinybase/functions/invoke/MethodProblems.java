package dev.tinybase.functions.invoke;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.functions.invoke.binding.HolderClass;
import dev.tinybase.sdk.Context;
import java.lang.classfile.Attributes;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Collects what is wrong with the methods of a file, each with its line. */
final class MethodProblems {
  private final UnaryOperator<String> paths;
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  /**
   * Of the methods of a file.
   *
   * @param paths how people know a source, given its name below the folders of its package, such as
   *     {@code org/example/Audit.java}; of an empty text, how they know all of the file
   */
  MethodProblems(UnaryOperator<String> paths) {
    this.paths = paths;
  }

  /** All that was found. */
  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Something that no method is to blame for. */
  void add(String problem) {
    diagnostics.add(new Diagnostic(paths.apply(""), 0, 0, problem));
  }

  /** The end of a sentence that begins with the method. */
  void add(Method method, String problem) {
    var text = "The method " + method.getName() + " " + problem;
    var compiled = HolderClass.compiled(method);
    long line = compiled.map(MethodProblems::line).orElse(0L);
    var source = compiled.map(MethodProblems::source).orElse("");
    diagnostics.add(new Diagnostic(paths.apply(source), line, 0, text));
  }

  /** The ends of sentences that begin with the method. */
  void addAll(Method method, List<String> problems) {
    problems.forEach(it -> add(method, it));
  }

  /** Whether somebody can call it: it has a body and, where it needs one, an object. */
  void checkOwner(Method method) {
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

  /** Whether it takes a context and one input at most. */
  void checkParameters(Method method) {
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

  /** The line of the method's first statement; 0 where the class file does not tell. */
  private static long line(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.findAttributes(Attributes.lineNumberTable()).stream())
        .flatMap(table -> table.lineNumbers().stream())
        .mapToLong(LineNumberInfo::lineNumber)
        .min()
        .orElse(0);
  }

  /** The source that it was compiled from; empty where the class file does not tell. */
  private static String source(MethodModel method) {
    var type = method.parent().orElseThrow();
    var name = type.thisClass().asInternalName();
    return type.findAttribute(Attributes.sourceFile())
        .map(it -> name.substring(0, name.lastIndexOf('/') + 1) + it.sourceFile().stringValue())
        .orElse("");
  }
}
