package dev.tinybase.compile;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import dev.tinybase.compile.Jars.ClassFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JDK's compiler. Keeps the class path's jars open until closed. */
final class Javac implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Javac.class);
  private static final int MOST_JARS = 100;

  private static final int MOST_PER_DRAFT = 100;

  /** The first line alone says nothing of a missing symbol. */
  private static final Pattern SYMBOL = Pattern.compile("\\R\\s*symbol:\\s+([^\\r\\n]+)");

  private final JavaCompiler compiler;
  private final StandardJavaFileManager files;
  private final Set<Path> opened = new HashSet<>();

  Javac() {
    compiler = ToolProvider.getSystemJavaCompiler();
    files = compiler.getStandardFileManager(null, Locale.ENGLISH, null);
    try {
      // else it looks for plugins of its own in every jar of the class path, for each compilation
      files.setLocationFromPaths(StandardLocation.ANNOTATION_PROCESSOR_PATH, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it holds too many jars open, some of which nobody needs any more. */
  boolean isWornOut() {
    return opened.size() > MOST_JARS;
  }

  /** What the files' syntax tells, by file; files that are no Java have errors instead. */
  Parsed parse(List<SourceFileObject> sources) {
    var messages = new DiagnosticCollector<JavaFileObject>();
    var outlines = new HashMap<URI, SyntaxSummary>();
    try {
      var task = task(messages, files, List.of("-proc:none"), sources);
      var positions = Trees.instance(task).getSourcePositions();
      for (var unit : task.parse()) {
        outlines.put(unit.getSourceFile().toUri(), SyntaxSummary.of(unit, positions));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Parsed(outlines, errors(messages.getDiagnostics()));
  }

  /** One compilation of all these sources; classes only when there are no errors at all. */
  Outcome compile(List<SourceFileObject> sources, List<Path> classPath, int release) {
    var messages = new DiagnosticCollector<JavaFileObject>();
    var output = new InMemoryClassFiles(files);
    lookIn(classPath);
    boolean done = task(messages, output, options(release), sources).call();
    return new Outcome(done, output, errors(messages.getDiagnostics()));
  }

  /** From now on classes are looked for there. */
  private void lookIn(List<Path> classPath) {
    opened.addAll(classPath);
    try {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where sources name collections and fields; nothing where one has errors. */
  List<RecordUse> recordUses(List<SourceFileObject> sources, List<Path> classPath, int release) {
    lookIn(classPath);
    try {
      var messages = new DiagnosticCollector<JavaFileObject>();
      var task = task(messages, files, options(release), sources);
      var units = task.parse();
      task.analyze();
      if (!errors(messages.getDiagnostics()).isEmpty()) {
        return List.of();
      }
      var trees = Trees.instance(task);
      var paths = new HashMap<URI, String>();
      sources.forEach(source -> paths.put(source.toUri(), source.file().path()));
      var uses = new ArrayList<RecordUse>();
      for (var unit : units) {
        var path = paths.get(unit.getSourceFile().toUri());
        if (path != null) {
          uses.addAll(RecordUseScanner.scan(trees, unit, path));
        }
      }
      return uses;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JavacTask task(
      DiagnosticCollector<JavaFileObject> messages,
      JavaFileManager manager,
      List<String> options,
      List<SourceFileObject> sources) {
    var console = new StringWriter();
    return (JavacTask) compiler.getTask(console, manager, messages, options, null, sources);
  }

  /**
   * Errors of every class are told at once, not only those of the first that has some. The option
   * release does not go with files in memory.
   */
  private static List<String> options(int release) {
    return List.of(
        "-source",
        Integer.toString(release),
        "-target",
        Integer.toString(release),
        "-proc:none",
        "-parameters",
        "-g",
        "-nowarn",
        "-Xlint:none",
        "-implicit:none",
        "--should-stop=ifError=FLOW",
        "-Xmaxerrs",
        "1000");
  }

  /** The errors by the name of their task; those of no task under an empty name. */
  private static Map<String, List<Diagnostic>> errors(
      List<javax.tools.Diagnostic<? extends JavaFileObject>> messages) {
    var errors = new HashMap<String, List<Diagnostic>>();
    for (var message : messages) {
      if (message.getKind() == javax.tools.Diagnostic.Kind.ERROR) {
        boolean known = message.getSource() instanceof SourceFileObject;
        var name = known ? ((SourceFileObject) message.getSource()).task().name() : "";
        var list = errors.computeIfAbsent(name, _ -> new ArrayList<>());
        if (list.size() < MOST_PER_DRAFT) {
          list.add(diagnostic(message));
        }
      }
    }
    return errors;
  }

  private static Diagnostic diagnostic(javax.tools.Diagnostic<? extends JavaFileObject> message) {
    var text = SYMBOL.matcher(message.getMessage(Locale.ENGLISH)).replaceFirst(": $1");
    return message.getSource() instanceof SourceFileObject source
        ? new Diagnostic(
            source.file().path(),
            Math.max(0, message.getLineNumber()),
            Math.max(0, message.getColumnNumber()),
            text)
        : new Diagnostic("", 0, 0, text);
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      LOG.debug("a jar of the class path could not be closed", e);
    }
  }

  /** What the parser found: an outline of each file by its URI, and errors by the task's name. */
  record Parsed(Map<URI, SyntaxSummary> outlines, Map<String, List<Diagnostic>> errors) {}

  /** What a compilation gave: classes, or errors by the task's name. */
  record Outcome(boolean done, InMemoryClassFiles classes, Map<String, List<Diagnostic>> errors) {}

  /** Keeps the classes that the compiler writes, by the task that they come from. */
  static final class InMemoryClassFiles extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, List<ClassFile>> classes = new HashMap<>();

    InMemoryClassFiles(JavaFileManager files) {
      super(files);
    }

    /** The classes of the task of that name. */
    List<ClassFile> classes(String task) {
      return classes.getOrDefault(task, List.of()).stream().sorted(ClassFile.BY_NAME).toList();
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling)
        throws IOException {
      if (!(sibling instanceof SourceFileObject source)) {
        throw new IOException("the class " + className + " comes from no source");
      }
      return new Output(className, kind, source.task().name());
    }

    @Override
    public void close() {
      // what is below stays open for the next compilation
    }

    private final class Output extends SimpleJavaFileObject {
      private final String className;
      private final String task;

      Output(String className, Kind kind, String task) {
        super(URI.create("class:///" + className.replace('.', '/') + kind.extension), kind);
        this.className = className;
        this.task = task;
      }

      @Override
      public OutputStream openOutputStream() {
        return new ByteArrayOutputStream() {
          @Override
          public void close() {
            classes
                .computeIfAbsent(task, _ -> new ArrayList<>())
                .add(new ClassFile(className, toByteArray()));
          }
        };
      }
    }
  }
}
