package dev.tinybase.functions.registry;

import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.invoke.Signature;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A function that can be called.
 *
 * @param entry how to run it
 * @param path of its file as people know it
 * @param hash SHA-256 of its file's text in hex, which is its version
 * @param versionId the deployed version; null for a file of the folder
 */
public record Function(
    FunctionFile.Entry entry,
    String path,
    String hash,
    @Nullable UUID versionId,
    Instant loadedAt) {
  public Signature signature() {
    return entry.signature();
  }

  public String name() {
    return entry.signature().name();
  }
}
