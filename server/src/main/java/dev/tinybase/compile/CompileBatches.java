package dev.tinybase.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts tasks together that can be compiled at once: no two that have a class of the same name, and
 * none that mentions a class of another, since each is to see its own classes alone.
 */
final class CompileBatches {
  private final List<Batch> batches = new ArrayList<>();

  private CompileBatches() {}

  /** All tasks, in as few batches as the first fit gives. */
  static List<List<CompileTask>> of(Map<CompileTask, List<SyntaxSummary>> tasks) {
    var all = new CompileBatches();
    tasks.forEach(all::add);
    return all.batches.stream().map(batch -> batch.tasks).toList();
  }

  private void add(CompileTask task, List<SyntaxSummary> outlines) {
    var names = Names.of(outlines);
    for (var batch : batches) {
      if (batch.names.fits(names)) {
        batch.add(task, names);
        return;
      }
    }
    var batch = new Batch();
    batch.add(task, names);
    batches.add(batch);
  }

  private static final class Batch {
    private final List<CompileTask> tasks = new ArrayList<>();
    private final Names names = new Names(new HashSet<>(), new HashSet<>(), new HashSet<>());

    void add(CompileTask task, Names more) {
      tasks.add(task);
      names.classes.addAll(more.classes);
      names.types.addAll(more.types);
      names.mentions.addAll(more.mentions);
    }
  }

  /** As an outline has them, of several files. */
  private record Names(Set<String> classes, Set<String> types, Set<String> mentions) {
    static Names of(List<SyntaxSummary> outlines) {
      var names = new Names(new HashSet<>(), new HashSet<>(), new HashSet<>());
      for (var outline : outlines) {
        names.classes.addAll(outline.classes());
        names.types.addAll(outline.types());
        names.mentions.addAll(outline.mentions());
      }
      names.mentions.removeAll(names.types);
      return names;
    }

    boolean fits(Names other) {
      return Collections.disjoint(classes, other.classes)
          && Collections.disjoint(types, other.mentions)
          && Collections.disjoint(mentions, other.types);
    }
  }
}
