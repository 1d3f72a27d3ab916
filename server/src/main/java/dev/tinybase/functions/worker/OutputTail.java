package dev.tinybase.functions.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a process prints, so that it never has to wait for that, and keeps the end of it: the
 * JVM says there why it could not start, or how it crashed.
 */
final class OutputTail implements Runnable {
  private static final int KEPT = 2048;

  private final InputStream output;
  private String end = "";

  OutputTail(InputStream output) {
    this.output = output;
  }

  @Override
  public void run() {
    var buffer = new byte[8192];
    try (output) {
      for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
        add(new String(buffer, 0, read, StandardCharsets.US_ASCII));
      }
    } catch (IOException _) {
      // it is gone
    }
  }

  private synchronized void add(String text) {
    var all = end + text.replaceAll("[^\n\t -~]", "?");
    end = all.substring(Math.max(0, all.length() - KEPT));
  }

  /** What it printed last. */
  synchronized String text() {
    return end.strip();
  }
}
