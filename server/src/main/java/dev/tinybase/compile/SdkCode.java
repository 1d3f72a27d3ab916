package dev.tinybase.compile;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import org.jspecify.annotations.Nullable;

/** What the compiler knows of the code of one file once it has looked up all names. */
final class SdkCode {
  static final String SDK = "dev.tinybase.sdk.";
  static final String HOOKS = SDK + "hooks.";

  private final Trees trees;
  private final CompilationUnitTree unit;

  SdkCode(Trees trees, CompilationUnitTree unit) {
    this.trees = trees;
    this.unit = unit;
  }

  /** What a name stands for, or the method that is called. */
  @Nullable Element element(Tree tree) {
    return trees.getElement(new TreePath(new TreePath(unit), tree));
  }

  /** The full name of the type that declares what is called; empty where nobody knows. */
  String owner(MethodInvocationTree call) {
    var method = element(call);
    return method != null && method.getEnclosingElement() instanceof TypeElement type
        ? type.getQualifiedName().toString()
        : "";
  }

  /** The name of the method that is called. */
  static String method(MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree select
        ? select.getIdentifier().toString()
        : call.getMethodSelect().toString();
  }

  /** What the method is called of; null for one of the file itself. */
  static @Nullable ExpressionTree receiver(MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree select
        ? select.getExpression()
        : null;
  }

  /** Whether the element is a variable of this type. */
  static boolean isOf(@Nullable Element element, String type) {
    return element instanceof VariableElement
        && element.asType() instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement known
        && known.getQualifiedName().contentEquals(type);
  }

  /** The text that an expression always has. */
  Optional<String> constant(ExpressionTree expression) {
    return switch (expression) {
      case LiteralTree literal when literal.getValue() instanceof String text -> Optional.of(text);
      case ParenthesizedTree inner -> constant(inner.getExpression());
      case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS ->
          constant(sum.getLeftOperand())
              .flatMap(left -> constant(sum.getRightOperand()).map(left::concat));
      default ->
          element(expression) instanceof VariableElement variable
                  && variable.getConstantValue() instanceof String text
              ? Optional.of(text)
              : Optional.empty();
    };
  }

  /** Where the tree begins, in a file that people know by this path. */
  Diagnostic place(Tree tree, String file) {
    long start = trees.getSourcePositions().getStartPosition(unit, tree);
    var lines = unit.getLineMap();
    return new Diagnostic(file, lines.getLineNumber(start), lines.getColumnNumber(start), "");
  }
}
