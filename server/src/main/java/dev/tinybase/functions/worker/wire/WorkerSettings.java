package dev.tinybase.functions.worker.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

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
