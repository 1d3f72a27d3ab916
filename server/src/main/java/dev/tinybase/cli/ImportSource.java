package dev.tinybase.cli;

import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.function.LongSupplier;

/**
 * What is imported: a file, or standard input.
 *
 * @param done how many bytes of the file were read
 * @param content as it is, packed or not
 * @param size of the file; 0 when unknown
 */
record ImportSource(LongSupplier done, InputStream content, long size) implements AutoCloseable {
  static ImportSource open(Shell shell, String file) throws IOException {
    if (file.equals(Transfer.STANDARD)) {
      return new ImportSource(() -> 0, shell.in(), 0);
    }
    var path = shell.directory().resolve(file);
    if (!Files.isRegularFile(path)) {
      throw Problem.notFound("file_not_found", "There is no file " + file + ".");
    }
    var channel = FileChannel.open(path);
    try {
      return new ImportSource(
          () -> position(channel), Channels.newInputStream(channel), channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static long position(FileChannel channel) {
    try {
      return channel.position();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
