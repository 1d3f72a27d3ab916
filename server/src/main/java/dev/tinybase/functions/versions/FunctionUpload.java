package dev.tinybase.functions.versions;

import org.jspecify.annotations.Nullable;

/**
 * A file that is to be deployed.
 *
 * @param filename {@code place_order.java}, or {@code lib/Money.java} for one that all functions
 *     use
 * @param notes what the deployer says of it
 */
public record FunctionUpload(String filename, String content, @Nullable String notes) {
  static final String JAVA = ".java";

  /** The name of its function; the whole name where it is no Java file. */
  public String name() {
    return filename.endsWith(JAVA)
        ? filename.substring(0, filename.length() - JAVA.length())
        : filename;
  }
}
