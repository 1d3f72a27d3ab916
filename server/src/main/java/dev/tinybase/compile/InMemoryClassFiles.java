package dev.tinybase.compile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/** Keeps the classes that the compiler writes, by the task that they come from. */
final class InMemoryClassFiles extends ForwardingJavaFileManager<JavaFileManager> {
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
