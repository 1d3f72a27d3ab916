package dev.tinybase.compile;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles drafts, as many at once as can be. What fails in company is compiled alone, whose word
 * counts, and the rest again without it.
 */
final class BatchCompiler {
  private static final Logger LOG = LoggerFactory.getLogger(BatchCompiler.class);

  private final Javac javac;
  private final List<Path> api;
  private final ClassCache cache;
  private final Map<String, Compiled> results = new HashMap<>();
  private final Map<Draft, List<SourceObject>> sources = new HashMap<>();

  BatchCompiler(Javac javac, List<Path> api, ClassCache cache) {
    this.javac = javac;
    this.api = api;
    this.cache = cache;
  }

  /** What became of each draft, by its name. */
  Map<String, Compiled> compile(List<Draft> drafts) {
    drafts.stream()
        .collect(Collectors.groupingBy(World::of, LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(this::group);
    return results;
  }

  /** What the parser alone has against a draft. */
  List<Diagnostic> syntaxErrors(Draft draft) {
    sources.put(draft, raw(draft));
    return parse(List.of(draft)).errors().getOrDefault(draft.name(), List.of());
  }

  private void group(List<Draft> drafts) {
    drafts.forEach(draft -> sources.put(draft, raw(draft)));
    var parsed = parse(drafts);
    var whole = new LinkedHashMap<Draft, List<Outline>>();
    for (var draft : drafts) {
      var errors = parsed.errors().get(draft.name());
      if (errors != null) {
        results.put(draft.name(), draft.broken(errors));
      } else {
        whole.put(draft, prepare(draft, parsed.outlines()));
      }
    }
    Batches.of(whole).forEach(this::batch);
  }

  private Javac.Parsed parse(List<Draft> drafts) {
    var parsed = guard(() -> javac.parse(files(drafts)));
    if (parsed != null) {
      return parsed;
    }
    var errors = new HashMap<String, List<Diagnostic>>();
    var outlines = new HashMap<URI, Outline>();
    for (var draft : drafts) {
      var alone = guard(() -> javac.parse(files(List.of(draft))));
      if (alone == null) {
        errors.put(draft.name(), List.of(tooMuch(draft)));
      } else {
        errors.putAll(alone.errors());
        outlines.putAll(alone.outlines());
      }
    }
    return new Javac.Parsed(outlines, errors);
  }

  private static List<SourceObject> raw(Draft draft) {
    return draft.files().stream().map(file -> new SourceObject(draft, file, file.text())).toList();
  }

  private List<SourceObject> files(List<Draft> drafts) {
    return drafts.stream().flatMap(draft -> files(draft).stream()).toList();
  }

  private List<SourceObject> files(Draft draft) {
    return sources.getOrDefault(draft, List.of());
  }

  /** Gives compact files the main method that they need, after their last line. */
  private List<Outline> prepare(Draft draft, Map<URI, Outline> parsed) {
    var outlines = new ArrayList<Outline>();
    var prepared = new ArrayList<SourceObject>();
    for (var source : files(draft)) {
      var outline = parsed.getOrDefault(source.toUri(), Outline.EMPTY);
      outlines.add(outline);
      prepared.add(outline.needsMain() ? source.withMain() : source);
    }
    sources.put(draft, prepared);
    return outlines;
  }

  private void batch(List<Draft> drafts) {
    var rest = drafts;
    while (rest.size() > 1) {
      var outcome = run(rest);
      if (outcome != null && outcome.done()) {
        rest.forEach(draft -> keep(draft, outcome));
        return;
      }
      var failed = rest.stream().filter(draft -> hasErrors(draft, outcome)).toList();
      var blamed = failed.isEmpty() ? rest : failed;
      blamed.forEach(this::alone);
      rest = rest.stream().filter(draft -> !blamed.contains(draft)).toList();
    }
    rest.forEach(this::alone);
  }

  private static boolean hasErrors(Draft draft, Javac.@Nullable Outcome outcome) {
    return outcome != null && outcome.errors().containsKey(draft.name());
  }

  private void alone(Draft draft) {
    var outcome = run(List.of(draft));
    if (outcome != null && outcome.done()) {
      keep(draft, outcome);
      return;
    }
    var errors = outcome == null ? null : outcome.errors().get(draft.name());
    results.put(draft.name(), draft.broken(errors == null ? List.of(tooMuch(draft)) : errors));
  }

  private void keep(Draft draft, Javac.Outcome outcome) {
    results.put(draft.name(), cache.store(draft, outcome.classes().classes(draft.name())));
  }

  private Javac.@Nullable Outcome run(List<Draft> drafts) {
    var world = World.of(drafts.getFirst());
    var classPath = Stream.concat(api.stream(), world.classPath().stream()).toList();
    return guard(() -> javac.compile(files(drafts), classPath, world.release()));
  }

  /** The compiler fails by itself on some sources, such as those nested too deeply. */
  private static <T> @Nullable T guard(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | StackOverflowError e) {
      LOG.debug("The compiler failed by itself: {}", e.toString());
      return null;
    }
  }

  private static Diagnostic tooMuch(Draft draft) {
    return new Diagnostic(
        draft.files().getFirst().path(),
        0,
        0,
        "the compiler gives up on this file; is it nested very deeply, or very long?");
  }

  /** What drafts have in common that are compiled at once. */
  private record World(List<Path> classPath, int release) {
    static World of(Draft draft) {
      return new World(draft.classPath(), draft.release());
    }
  }
}
