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
 * @param holds who uses its file, together with the file's other functions
 */
public record Function(
    FunctionFile.Entry entry,
    String path,
    String hash,
    @Nullable UUID versionId,
    Instant loadedAt,
    Holds holds) {
  /** A function whose file nobody will replace. */
  public Function(
      FunctionFile.Entry entry,
      String path,
      String hash,
      @Nullable UUID versionId,
      Instant loadedAt) {
    this(entry, path, hash, versionId, loadedAt, new Holds(() -> {}));
  }

  public Signature signature() {
    return entry.signature();
  }

  public String name() {
    return entry.signature().name();
  }

  /**
   * Keeps the file open until {@link #release}, which must follow; false when it is closed already
   * because another has taken its place.
   */
  public boolean acquire() {
    return holds.acquire();
  }

  /** Ends what one {@link #acquire} began. */
  public void release() {
    holds.release();
  }
}
