package dev.tinybase.compile;

import java.lang.classfile.ClassModel;
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
 * Compiles tasks, as many at once as can be. What fails in company is compiled alone, whose word
 * counts, and the rest again without it.
 */
final class BatchCompiler {
  private static final Logger LOG = LoggerFactory.getLogger(BatchCompiler.class);

  private final Javac javac;
  private final List<Path> api;
  private final ClassCache cache;
  private final Map<String, CompileResult> results = new HashMap<>();
  private final Map<CompileTask, List<SourceFileObject>> sources = new HashMap<>();
  private final Map<String, Map<String, ClassModel>> shared = new HashMap<>();

  BatchCompiler(Javac javac, List<Path> api, ClassCache cache) {
    this.javac = javac;
    this.api = api;
    this.cache = cache;
  }

  /** What became of each task, by its name. */
  Map<String, CompileResult> compile(List<CompileTask> tasks) {
    tasks.stream()
        .collect(Collectors.groupingBy(World::of, LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(this::group);
    return results;
  }

  /** What the parser alone has against a task. */
  List<Diagnostic> syntaxErrors(CompileTask task) {
    sources.put(task, raw(task));
    return parse(List.of(task)).errors().getOrDefault(task.name(), List.of());
  }

  /** Where a task that compiles names collections and fields; nothing for one that does not. */
  List<RecordUse> recordUses(CompileTask task) {
    sources.put(task, raw(task));
    var parsed = parse(List.of(task));
    if (!parsed.errors().isEmpty()) {
      return List.of();
    }
    prepare(task, parsed.outlines());
    var classPath = Stream.concat(api.stream(), task.classPath().stream()).toList();
    var uses = guard(() -> javac.recordUses(files(task), classPath, task.release()));
    return uses == null ? List.of() : uses;
  }

  private void group(List<CompileTask> tasks) {
    tasks.forEach(task -> sources.put(task, raw(task)));
    var parsed = parse(tasks);
    var whole = new LinkedHashMap<CompileTask, SyntaxSummary>();
    for (var task : tasks) {
      var errors = parsed.errors().get(task.name());
      if (errors != null) {
        results.put(task.name(), task.broken(errors));
      } else {
        whole.put(task, prepare(task, parsed.outlines()));
      }
    }
    CompileBatches.of(whole).forEach(this::batch);
  }

  private Javac.Parsed parse(List<CompileTask> tasks) {
    var parsed = guard(() -> javac.parse(files(tasks)));
    if (parsed != null) {
      return parsed;
    }
    var errors = new HashMap<String, List<Diagnostic>>();
    var outlines = new HashMap<URI, SyntaxSummary>();
    for (var task : tasks) {
      var alone = guard(() -> javac.parse(files(List.of(task))));
      if (alone == null) {
        errors.put(task.name(), List.of(tooMuch(task)));
      } else {
        errors.putAll(alone.errors());
        outlines.putAll(alone.outlines());
      }
    }
    return new Javac.Parsed(outlines, errors);
  }

  private static List<SourceFileObject> raw(CompileTask task) {
    return task.files().stream()
        .map(file -> new SourceFileObject(task, file, file.text()))
        .toList();
  }

  private List<SourceFileObject> files(List<CompileTask> tasks) {
    return tasks.stream().flatMap(task -> files(task).stream()).toList();
  }

  private List<SourceFileObject> files(CompileTask task) {
    return sources.getOrDefault(task, List.of());
  }

  /** Gives compact files the main method that they need, after their last line. */
  private SyntaxSummary prepare(CompileTask task, Map<URI, SyntaxSummary> parsed) {
    var all = SyntaxSummary.none();
    var prepared = new ArrayList<SourceFileObject>();
    for (var source : files(task)) {
      var outline = parsed.getOrDefault(source.toUri(), SyntaxSummary.EMPTY);
      all.add(outline);
      prepared.add(outline.needsMain() ? source.withMain() : source);
    }
    sources.put(task, prepared);
    return all;
  }

  private void batch(List<CompileTask> tasks) {
    var rest = tasks;
    while (rest.size() > 1) {
      var outcome = run(rest);
      if (outcome != null && outcome.done()) {
        rest.forEach(task -> keep(task, outcome));
        return;
      }
      var failed = rest.stream().filter(task -> hasErrors(task, outcome)).toList();
      var blamed = failed.isEmpty() ? rest : failed;
      blamed.forEach(this::alone);
      rest = rest.stream().filter(task -> !blamed.contains(task)).toList();
    }
    rest.forEach(this::alone);
  }

  private static boolean hasErrors(CompileTask task, Javac.@Nullable Outcome outcome) {
    return outcome != null && outcome.errors().containsKey(task.name());
  }

  private void alone(CompileTask task) {
    var outcome = run(List.of(task));
    if (outcome != null && outcome.done()) {
      keep(task, outcome);
      return;
    }
    var errors = outcome == null ? null : outcome.errors().get(task.name());
    results.put(task.name(), task.broken(errors == null ? List.of(tooMuch(task)) : errors));
  }

  private void keep(CompileTask task, Javac.Outcome outcome) {
    var classes = outcome.classes().classes(task.name());
    var refused =
        task.shared() == null
            ? List.<Diagnostic>of()
            : SharedAccess.problems(task, classes, sharedClasses(task.shared()));
    results.put(task.name(), refused.isEmpty() ? cache.store(task, classes) : task.broken(refused));
  }

  private Map<String, ClassModel> sharedClasses(CompileResult.Unit unit) {
    return shared.computeIfAbsent(unit.key(), _ -> SharedAccess.classes(unit));
  }

  private Javac.@Nullable Outcome run(List<CompileTask> tasks) {
    var world = World.of(tasks.getFirst());
    var classPath = Stream.concat(api.stream(), world.classPath().stream()).toList();
    return guard(() -> javac.compile(files(tasks), classPath, world.release()));
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

  private static Diagnostic tooMuch(CompileTask task) {
    return new Diagnostic(
        task.files().getFirst().path(),
        0,
        0,
        "the compiler gives up on this file; is it nested very deeply, or very long?");
  }

  /** What tasks have in common that are compiled at once. */
  private record World(List<Path> classPath, int release) {
    static World of(CompileTask task) {
      return new World(task.classPath(), task.release());
    }
  }

  /**
   * Puts tasks together that can be compiled at once: no two that have a class of the same name,
   * and none that mentions a class of another, since each is to see its own classes alone.
   */
  private static final class CompileBatches {
    private final List<Batch> batches = new ArrayList<>();

    private CompileBatches() {}

    /** All tasks, in as few batches as the first fit gives. */
    static List<List<CompileTask>> of(Map<CompileTask, SyntaxSummary> tasks) {
      var all = new CompileBatches();
      tasks.forEach(all::add);
      return all.batches.stream().map(batch -> batch.tasks).toList();
    }

    private void add(CompileTask task, SyntaxSummary names) {
      var fitting = batches.stream().filter(batch -> batch.names.fits(names)).findFirst();
      var batch = fitting.orElseGet(Batch::new);
      if (fitting.isEmpty()) {
        batches.add(batch);
      }
      batch.tasks.add(task);
      batch.names.add(names);
    }

    private static final class Batch {
      private final List<CompileTask> tasks = new ArrayList<>();
      private final SyntaxSummary names = SyntaxSummary.none();
    }
  }
}
