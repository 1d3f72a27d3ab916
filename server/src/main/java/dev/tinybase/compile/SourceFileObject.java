package dev.tinybase.compile;

import java.net.URI;
import java.net.URISyntaxException;
import javax.tools.SimpleJavaFileObject;

/** A source for the compiler. Classes of any name may stand in it. */
final class SourceFileObject extends SimpleJavaFileObject {
  private final CompileTask task;
  private final SourceFile file;
  private final String text;

  /**
   * A source object.
   *
   * @param text the file's own, perhaps with something after its last line
   */
  SourceFileObject(CompileTask task, SourceFile file, String text) {
    super(uri(task, file), Kind.SOURCE);
    this.task = task;
    this.file = file;
    this.text = text;
  }

  /** Differs between all files; its end is the file's name, by which the compiler names classes. */
  private static URI uri(CompileTask task, SourceFile file) {
    try {
      return new URI("source", null, "/" + task.name() + "/" + file.path(), null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path of slashes and words is no URI", e);
    }
  }

  /** The same with a main method after the last line, so that all others keep their numbers. */
  SourceFileObject withMain() {
    return new SourceFileObject(task, file, text + "\nvoid main() {}\n");
  }

  CompileTask task() {
    return task;
  }

  SourceFile file() {
    return file;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }

  @Override
  public boolean isNameCompatible(String simpleName, Kind kind) {
    return kind == Kind.SOURCE;
  }
}
