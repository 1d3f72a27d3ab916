package dev.tinybase.functions.worker.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is told on its standard input, where no other process can read it.
 *
 * @param address of the server's {@link LocalSocket}
 * @param token what the worker must say first
 * @param folder the worker's own, which goes with it
 * @param frameLimit how many bytes a frame may have
 * @param resultLimit how many bytes a result may have
 */
public record WorkerSettings(
    String address, String token, Path folder, int frameLimit, long resultLimit) {
  /** Writes them, a line each. */
  public void writeTo(OutputStream out) throws IOException {
    var text =
        String.join("\n", address, token, folder.toString(), frameLimit + "", resultLimit + "", "");
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Reads them, and nothing that follows. */
  public static WorkerSettings readFrom(InputStream in) throws IOException {
    return new WorkerSettings(
        line(in),
        line(in),
        Path.of(line(in)),
        Integer.parseInt(line(in)),
        Long.parseLong(line(in)));
  }

  /** Deletes a worker's folder as far as that is possible; follows no links. */
  public static void delete(File file) {
    if (!Files.isSymbolicLink(file.toPath())) {
      File @Nullable [] inside = file.listFiles();
      if (inside != null) {
        for (var each : inside) {
          delete(each);
        }
      }
    }
    var _ = file.delete(); // what is left lies in the system's folder for such things
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
