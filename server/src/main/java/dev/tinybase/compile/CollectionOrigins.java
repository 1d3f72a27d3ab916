package dev.tinybase.compile;

import static dev.tinybase.compile.SdkCode.HOOKS;
import static dev.tinybase.compile.SdkCode.SDK;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * Which collections a file's records come from: what {@code ctx.records("posts")} gives is followed
 * through variables, calls and lambdas as long as there is no doubt.
 */
final class CollectionOrigins {
  private static final int MOST_STEPS = 64;

  /** Methods whose results are of the same collections as what they are called of. */
  private static final Map<String, Set<String>> SAME =
      Map.ofEntries(
          Map.entry(
              SDK + "Records",
              Set.of(
                  "asAdmin",
                  "ownedBy",
                  "create",
                  "find",
                  "get",
                  "findFirst",
                  "first",
                  "list",
                  "stream",
                  "update",
                  "replace")),
          Map.entry(SDK + "Page", Set.of("records")),
          Map.entry(HOOKS + "RecordDraft", Set.of("before")),
          Map.entry(HOOKS + "RecordRemoval", Set.of("record")),
          Map.entry(HOOKS + "RecordCreated", Set.of("record")),
          Map.entry(HOOKS + "RecordUpdated", Set.of("before", "after")),
          Map.entry(HOOKS + "RecordDeleted", Set.of("record")),
          Map.entry("java.util.Optional", Set.of("get", "orElseThrow", "filter", "stream")),
          Map.entry("java.util.Collection", Set.of("stream")),
          Map.entry("java.util.List", Set.of("get", "getFirst", "getLast", "reversed", "subList")),
          Map.entry(
              "java.util.stream.Stream",
              Set.of(
                  "filter",
                  "sorted",
                  "limit",
                  "skip",
                  "toList",
                  "findFirst",
                  "findAny",
                  "peek",
                  "takeWhile",
                  "dropWhile")));

  private final SdkCode code;
  private final Map<Element, ExpressionTree> values = new HashMap<>();
  private final Map<Element, List<String>> parameters = new HashMap<>();
  private final Set<Element> changed = new HashSet<>();

  CollectionOrigins(SdkCode code, CompilationUnitTree unit) {
    this.code = code;
    new Variables().scan(unit, null);
  }

  /** The collections that a value is of; none where there is any doubt. */
  List<String> of(@Nullable ExpressionTree value) {
    return of(value, MOST_STEPS);
  }

  private List<String> of(@Nullable ExpressionTree value, int steps) {
    if (steps == 0) {
      return List.of();
    }
    return switch (value) {
      case ParenthesizedTree inner -> of(inner.getExpression(), steps - 1);
      case IdentifierTree name -> ofVariable(name, steps - 1);
      case MethodInvocationTree call -> ofCall(call, steps - 1);
      case null, default -> List.of();
    };
  }

  private List<String> ofVariable(IdentifierTree name, int steps) {
    var parameter = parameters.get(code.element(name));
    return parameter == null ? of(value(name), steps) : parameter;
  }

  private List<String> ofCall(MethodInvocationTree call, int steps) {
    var owner = code.owner(call);
    var method = SdkCode.method(call);
    if (owner.equals(SDK + "Context") && method.equals("records")) {
      return code.constant(call.getArguments().getFirst()).map(List::of).orElse(List.of());
    }
    return SAME.getOrDefault(owner, Set.of()).contains(method)
        ? of(SdkCode.receiver(call), steps)
        : List.of();
  }

  /** What a variable always has; null where that may change or is not known. */
  @Nullable ExpressionTree value(IdentifierTree name) {
    var variable = code.element(name);
    return changed.contains(variable) ? null : values.get(variable);
  }

  /** The collections that a hook's annotations name. */
  private static List<String> collections(Element method) {
    var names = new ArrayList<String>();
    for (var annotation : method.getAnnotationMirrors()) {
      if (annotation.getAnnotationType().toString().startsWith(HOOKS)) {
        var named = collections(annotation);
        if (named.isEmpty()) {
          return List.of();
        }
        names.addAll(named);
      }
    }
    return names.contains("*") ? List.of() : names.stream().distinct().toList();
  }

  private static List<String> collections(AnnotationMirror annotation) {
    return annotation.getElementValues().entrySet().stream()
        .filter(entry -> entry.getKey().getSimpleName().contentEquals("collection"))
        .flatMap(
            entry -> entry.getValue().getValue() instanceof List<?> list ? list.stream() : null)
        .map(value -> String.valueOf(((AnnotationValue) value).getValue()))
        .toList();
  }

  /** Collects what variables are made of. */
  private final class Variables extends TreeScanner<Void, Void> {
    @Override
    public Void visitVariable(VariableTree tree, Void unused) {
      put(tree, tree.getInitializer());
      return super.visitVariable(tree, null);
    }

    @Override
    public Void visitEnhancedForLoop(EnhancedForLoopTree tree, Void unused) {
      put(tree.getVariable(), tree.getExpression());
      return super.visitEnhancedForLoop(tree, null);
    }

    @Override
    public Void visitAssignment(AssignmentTree tree, Void unused) {
      var variable = code.element(tree.getVariable());
      if (variable != null) {
        changed.add(variable);
      }
      return super.visitAssignment(tree, null);
    }

    /** Streams and optionals give a lambda with one parameter what they hold. */
    @Override
    public Void visitMethodInvocation(MethodInvocationTree tree, Void unused) {
      if (code.owner(tree).startsWith("java.")) {
        for (var argument : tree.getArguments()) {
          if (argument instanceof LambdaExpressionTree lambda
              && lambda.getParameters().size() == 1) {
            var parameter = lambda.getParameters().getFirst();
            if (SdkCode.isOf(code.element(parameter), SDK + "Record")) {
              put(parameter, SdkCode.receiver(tree));
            }
          }
        }
      }
      return super.visitMethodInvocation(tree, null);
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      var method = code.element(tree);
      var collections = method == null ? List.<String>of() : collections(method);
      for (var parameter : tree.getParameters()) {
        var element = code.element(parameter);
        if (element != null && !collections.isEmpty()) {
          parameters.put(element, collections);
        }
      }
      return super.visitMethod(tree, null);
    }

    private void put(VariableTree tree, @Nullable ExpressionTree value) {
      var variable = code.element(tree);
      if (variable != null && value != null) {
        values.putIfAbsent(variable, value);
      }
    }
  }
}
