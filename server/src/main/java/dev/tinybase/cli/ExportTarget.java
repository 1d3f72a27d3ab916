package dev.tinybase.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Where an export goes: a file, which appears when it is whole, or standard output. */
final class ExportTarget implements AutoCloseable {
  private final @Nullable Path file;
  private final @Nullable Path part;
  private final OutputStream content;

  private ExportTarget(@Nullable Path file, @Nullable Path part, OutputStream content) {
    this.file = file;
    this.part = part;
    this.content = content;
  }

  static ExportTarget open(Shell shell, String name) throws IOException {
    if (name.equals(Transfer.STANDARD)) {
      return new ExportTarget(null, null, new Piped(shell.out()));
    }
    var file = shell.directory().resolve(name);
    var part = file.resolveSibling(file.getFileName() + ".part");
    var plain = Files.newOutputStream(part);
    return new ExportTarget(
        file, part, name.endsWith(".gz") ? new GZIPOutputStream(plain, 1 << 16) : plain);
  }

  OutputStream content() {
    return content;
  }

  /** Everything is written: the file gets its name. */
  void finish() throws IOException {
    content.close();
    if (part != null && file != null) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Half a file is nothing. */
  @Override
  public void close() throws IOException {
    content.close();
    if (part != null) {
      Files.deleteIfExists(part);
    }
  }

  /** Ends with an exception where the reader of our output has gone, as {@code head} does. */
  private static final class Piped extends FilterOutputStream {
    private final PrintStream stream;

    Piped(PrintStream stream) {
      super(stream);
      this.stream = stream;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      stream.write(bytes, from, length);
      if (stream.checkError()) {
        throw new IOException("the reader of the output has gone");
      }
    }

    /** The stream is not ours. */
    @Override
    public void close() {
      stream.flush();
    }
  }
}
