package dev.tinybase.config;

import java.util.Locale;

/**
 * The form in which all spellings of a key meet: {@code [server] port}, {@code server_port} and
 * {@code TINYBASE_SERVER_PORT} are all {@code server_port}.
 */
final class Flat {
  static final String PREFIX = "TINYBASE_";

  private Flat() {}

  static String of(String dotted) {
    return dotted.replace('.', '_');
  }

  static String ofVariable(String variable) {
    return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
  }

  static String variable(String flat) {
    return PREFIX + flat.toUpperCase(Locale.ROOT);
  }
}
