package dev.tinybase.cli;

import dev.tinybase.errors.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.zip.GZIPInputStream;

/**
 * What is imported: a file, or standard input.
 *
 * @param counting the bytes as they are on disk
 * @param content the same, unpacked
 * @param size of the file; 0 when unknown
 */
record ImportSource(Counting counting, InputStream content, long size) implements AutoCloseable {
  static ImportSource open(Shell shell, String file) throws IOException {
    if (file.equals(Transfer.STANDARD)) {
      var counting = new Counting(shell.in());
      return new ImportSource(counting, counting, 0);
    }
    var path = shell.directory().resolve(file);
    if (!Files.isRegularFile(path)) {
      throw Problem.notFound("file_not_found", "There is no file " + file + ".");
    }
    var counting = new Counting(Files.newInputStream(path));
    try {
      return new ImportSource(
          counting,
          file.endsWith(".gz") ? new GZIPInputStream(counting, 1 << 16) : counting,
          Files.size(path));
    } catch (IOException e) {
      counting.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  /** Counts the bytes that were read, by one thread. */
  static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    synchronized long count() {
      return count;
    }

    private synchronized void add(int bytes) {
      count += Math.max(bytes, 0);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      add(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      add(read);
      return read;
    }
  }
}
