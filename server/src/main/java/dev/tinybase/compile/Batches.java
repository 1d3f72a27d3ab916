package dev.tinybase.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts drafts together that can be compiled at once: no two that have a class of the same name, and
 * none that mentions a class of another, since each is to see its own classes alone.
 */
final class Batches {
  private final List<Batch> batches = new ArrayList<>();

  private Batches() {}

  /** All drafts, in as few batches as the first fit gives. */
  static List<List<Draft>> of(Map<Draft, List<Outline>> drafts) {
    var all = new Batches();
    drafts.forEach(all::add);
    return all.batches.stream().map(batch -> batch.drafts).toList();
  }

  private void add(Draft draft, List<Outline> outlines) {
    var names = Names.of(outlines);
    for (var batch : batches) {
      if (batch.names.fits(names)) {
        batch.add(draft, names);
        return;
      }
    }
    var batch = new Batch();
    batch.add(draft, names);
    batches.add(batch);
  }

  private static final class Batch {
    private final List<Draft> drafts = new ArrayList<>();
    private final Names names = new Names(new HashSet<>(), new HashSet<>(), new HashSet<>());

    void add(Draft draft, Names more) {
      drafts.add(draft);
      names.classes.addAll(more.classes);
      names.types.addAll(more.types);
      names.mentions.addAll(more.mentions);
    }
  }

  /** As an outline has them, of several files. */
  private record Names(Set<String> classes, Set<String> types, Set<String> mentions) {
    static Names of(List<Outline> outlines) {
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
