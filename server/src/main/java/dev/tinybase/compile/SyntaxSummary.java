package dev.tinybase.compile;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.Diagnostic;

/**
 * What a look at a file's syntax tells.
 *
 * @param classes the full names of its top-level classes, that of a compact file among them
 * @param types the simple names of those that code elsewhere could name
 * @param mentions all names that its code mentions and that are no classes of its own
 * @param needsMain whether it is a compact file without a {@code main}, which the language demands
 */
record SyntaxSummary(
    Set<String> classes, Set<String> types, Set<String> mentions, boolean needsMain) {
  /** Of a file that says nothing. */
  static final SyntaxSummary EMPTY = new SyntaxSummary(Set.of(), Set.of(), Set.of(), false);

  /** Reads a parsed file. */
  static SyntaxSummary of(CompilationUnitTree unit, SourcePositions positions) {
    var prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
    var classes = new HashSet<String>();
    var types = new HashSet<String>();
    var own = new HashSet<String>();
    boolean needsMain = false;
    for (var declaration : unit.getTypeDecls()) {
      if (declaration instanceof ClassTree type) {
        var name = type.getSimpleName().toString();
        classes.add(prefix + name);
        if (isImplicit(unit, type, positions)) {
          needsMain = type.getMembers().stream().noneMatch(SyntaxSummary::isMain);
          type.getMembers().forEach(member -> addName(member, own));
        } else {
          types.add(name);
        }
      }
    }
    var mentions = mentions(unit);
    mentions.removeAll(types);
    mentions.removeAll(own);
    return new SyntaxSummary(classes, types, mentions, needsMain);
  }

  /** Of no file yet. */
  static SyntaxSummary none() {
    return new SyntaxSummary(new HashSet<>(), new HashSet<>(), new HashSet<>(), false);
  }

  /**
   * Adds a file that is compiled together with those that are in it, so that they know each other.
   */
  void add(SyntaxSummary other) {
    classes.addAll(other.classes);
    types.addAll(other.types);
    mentions.addAll(other.mentions);
    mentions.removeIf(types::contains);
  }

  /**
   * Whether it has no class that another one has too, and neither mentions a class of the other.
   */
  boolean fits(SyntaxSummary other) {
    return Collections.disjoint(classes, other.classes)
        && Collections.disjoint(types, other.mentions)
        && Collections.disjoint(mentions, other.types);
  }

  /** The class of a compact file is final although nobody wrote so. */
  private static boolean isImplicit(
      CompilationUnitTree unit, ClassTree type, SourcePositions positions) {
    return type.getKind() == Tree.Kind.CLASS
        && type.getModifiers().getFlags().contains(Modifier.FINAL)
        && positions.getStartPosition(unit, type.getModifiers()) == Diagnostic.NOPOS;
  }

  /** Whether the language may take it for the main method, or would mind another one. */
  private static boolean isMain(Tree member) {
    return member instanceof MethodTree method
        && method.getName().contentEquals("main")
        && (method.getParameters().isEmpty() || takesTexts(method));
  }

  private static boolean takesTexts(MethodTree method) {
    return method.getParameters().size() == 1
        && method
            .getParameters()
            .getFirst()
            .getType()
            .toString()
            .matches(".*String(\\[\\]|\\.\\.\\.)");
  }

  private static void addName(Tree member, Set<String> names) {
    if (member instanceof ClassTree type) {
      names.add(type.getSimpleName().toString());
    }
  }

  private static Set<String> mentions(CompilationUnitTree unit) {
    var names = new HashSet<String>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitIdentifier(IdentifierTree tree, Void unused) {
        names.add(tree.getName().toString());
        return super.visitIdentifier(tree, null);
      }

      @Override
      public Void visitMemberSelect(MemberSelectTree tree, Void unused) {
        names.add(tree.getIdentifier().toString());
        return super.visitMemberSelect(tree, null);
      }
    }.scan(unit, null);
    return names;
  }
}
