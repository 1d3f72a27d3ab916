package dev.tinybase.compile;

import static dev.tinybase.compile.SdkCode.HOOKS;
import static dev.tinybase.compile.SdkCode.SDK;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import dev.tinybase.compile.RecordUse.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds where a file names collections and fields by constants. */
final class RecordUseScanner extends TreeScanner<Void, Void> {
  private static final String MAP = "java.util.Map";
  private static final String ANY = "*";

  /** Methods of a record that read a field. */
  private static final Set<String> GETTERS =
      Set.of(
          "find", "text", "number", "integer", "decimal", "flag", "instant", "date", "list",
          "object");

  private final SdkCode code;
  private final CollectionOrigins origins;
  private final String file;
  private final Set<RecordUse> found = new LinkedHashSet<>();

  private RecordUseScanner(SdkCode code, CollectionOrigins origins, String file) {
    this.code = code;
    this.origins = origins;
    this.file = file;
  }

  /** All of a file whose names the compiler has looked up, in the order of the file. */
  static Set<RecordUse> scan(Trees trees, CompilationUnitTree unit, String file) {
    var code = new SdkCode(trees, unit);
    var scanner = new RecordUseScanner(code, new CollectionOrigins(code, unit), file);
    scanner.scan(unit, null);
    return scanner.found;
  }

  @Override
  public Void visitAnnotation(AnnotationTree tree, Void unused) {
    for (var argument : tree.getArguments()) {
      if (argument instanceof AssignmentTree assignment
          && assignment.getVariable().toString().equals("collection")
          && String.valueOf(code.element(tree.getAnnotationType())).startsWith(HOOKS)) {
        names(assignment.getExpression());
      }
    }
    return super.visitAnnotation(tree, null);
  }

  private void names(ExpressionTree collections) {
    if (collections instanceof NewArrayTree array && array.getInitializers() != null) {
      array.getInitializers().forEach(this::collection);
    } else {
      collection(collections);
    }
  }

  private void collection(ExpressionTree name) {
    code.constant(name)
        .filter(text -> !text.equals(ANY))
        .ifPresent(text -> add(Kind.COLLECTION, List.of(text), text, "records", name));
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
    var owner = code.owner(call);
    if (owner.startsWith(SDK) && !call.getArguments().isEmpty()) {
      look(call, owner.substring(SDK.length()), SdkCode.method(call));
    }
    return super.visitMethodInvocation(call, null);
  }

  private void look(MethodInvocationTree call, String owner, String method) {
    var first = call.getArguments().getFirst();
    switch (owner) {
      case "Context" -> {
        if (method.equals("records")) {
          collection(first);
        }
      }
      case "Records" -> records(call, method);
      case "Record" -> {
        if (GETTERS.contains(method)) {
          field(Kind.GETTER, call, method, first);
        }
      }
      case "hooks.RecordDraft" -> {
        if (method.equals("get") || method.equals("set")) {
          field(method.equals("get") ? Kind.GETTER : Kind.DATA, call, method, first);
        }
      }
      case "hooks.RecordView" -> {
        if (method.equals("set")) {
          shown(call, first);
        }
      }
      default -> {}
    }
  }

  private void field(Kind kind, MethodInvocationTree call, String method, ExpressionTree name) {
    var collections = origins.of(SdkCode.receiver(call));
    code.constant(name).ifPresent(text -> add(kind, collections, text, method, name));
  }

  private void shown(MethodInvocationTree call, ExpressionTree name) {
    var known = origins.of(SdkCode.receiver(call));
    var collections = known.isEmpty() ? List.of(ANY) : known;
    add(Kind.SHOWN, collections, code.constant(name).orElse(ANY), "set", name);
  }

  private void records(MethodInvocationTree call, String method) {
    var collections = origins.of(SdkCode.receiver(call));
    if (collections.isEmpty()) {
      return;
    }
    switch (method) {
      case "findFirst", "first", "list", "stream", "count" ->
          conditions(collections, call.getArguments().getFirst());
      case "create", "update", "replace" ->
          data(collections, call.getArguments().getLast(), method);
      default -> {}
    }
  }

  /** Fields in a filter or a query, also in one that a variable has. */
  private void conditions(List<String> collections, @Nullable ExpressionTree expression) {
    if (expression instanceof IdentifierTree name) {
      if (origins.value(name) instanceof MethodInvocationTree value) {
        conditions(collections, value);
      }
    } else if (expression instanceof MethodInvocationTree call) {
      switch (code.owner(call)) {
        case SDK + "Filter" -> filter(collections, call, SdkCode.method(call));
        case SDK + "Query" -> query(collections, call, SdkCode.method(call));
        default -> {}
      }
    }
  }

  private void filter(List<String> collections, MethodInvocationTree call, String method) {
    switch (method) {
      case "and", "or", "not" -> call.getArguments().forEach(it -> conditions(collections, it));
      case "of", "json" -> {}
      default -> {
        var name = call.getArguments().getFirst();
        code.constant(name).ifPresent(text -> condition(collections, text, method, name));
      }
    }
  }

  private void query(List<String> collections, MethodInvocationTree call, String method) {
    switch (method) {
      case "where" -> conditions(collections, call.getArguments().getFirst());
      case "sort" -> {
        conditions(collections, SdkCode.receiver(call));
        var fields = call.getArguments().getFirst();
        for (var text : code.constant(fields).orElse("").split(",", -1)) {
          var name = text.strip().replaceFirst("^[-+]", "");
          condition(collections, name, method, fields);
        }
      }
      default -> conditions(collections, SdkCode.receiver(call));
    }
  }

  /** A path into JSON begins with its field; variables begin with a dollar sign. */
  private void condition(
      List<String> collections, String path, String method, ExpressionTree place) {
    var name = path.replaceFirst("\\..*", "");
    if (!name.isEmpty() && !name.startsWith("$")) {
      add(Kind.CONDITION, collections, name, method, place);
    }
  }

  private void data(List<String> collections, ExpressionTree data, String method) {
    if (!(data instanceof MethodInvocationTree call) || !code.owner(call).equals(MAP)) {
      return;
    }
    var arguments = call.getArguments();
    switch (SdkCode.method(call)) {
      case "of" -> {
        for (int i = 0; i < arguments.size(); i += 2) {
          key(collections, arguments.get(i), method);
        }
      }
      case "ofEntries" -> {
        for (var argument : arguments) {
          if (argument instanceof MethodInvocationTree entry && code.owner(entry).equals(MAP)) {
            key(collections, entry.getArguments().getFirst(), method);
          }
        }
      }
      default -> {}
    }
  }

  private void key(List<String> collections, ExpressionTree key, String method) {
    code.constant(key).ifPresent(text -> add(Kind.DATA, collections, text, method, key));
  }

  private void add(
      Kind kind, List<String> collections, String name, String method, ExpressionTree place) {
    if (!collections.isEmpty()) {
      found.add(new RecordUse(kind, collections, name, method, code.place(place, file)));
    }
  }
}
