package dev.tinybase.compile;

import java.net.URI;
import java.net.URISyntaxException;
import javax.tools.SimpleJavaFileObject;

/** A source for the compiler. Classes of any name may stand in it. */
final class SourceObject extends SimpleJavaFileObject {
  private final Draft draft;
  private final Source file;
  private final String text;

  /**
   * A source object.
   *
   * @param text the file's own, perhaps with something after its last line
   */
  SourceObject(Draft draft, Source file, String text) {
    super(uri(draft, file), Kind.SOURCE);
    this.draft = draft;
    this.file = file;
    this.text = text;
  }

  /** Differs between all files; its end is the file's name, by which the compiler names classes. */
  private static URI uri(Draft draft, Source file) {
    try {
      return new URI("source", null, "/" + draft.name() + "/" + file.path(), null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path of slashes and words is no URI", e);
    }
  }

  /** The same with a main method after the last line, so that all others keep their numbers. */
  SourceObject withMain() {
    return new SourceObject(draft, file, text + "\nvoid main() {}\n");
  }

  Draft draft() {
    return draft;
  }

  Source file() {
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
