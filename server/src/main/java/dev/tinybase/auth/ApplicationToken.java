package dev.tinybase.auth;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token of a program. Nobody knows its value but whoever made it; its hash is in the database.
 *
 * @param name which no other one has
 * @param lastUsedAt to the minute; null while it was never used
 * @param expiresAt null for never
 * @param createdBy the user who made it; null for others, and after that user's end
 */
public record ApplicationToken(
    UUID id,
    String name,
    @Nullable String description,
    Set<Scope> scopes,
    boolean isActive,
    Instant createdAt,
    @Nullable UUID createdBy,
    @Nullable Instant lastUsedAt,
    @Nullable Instant expiresAt) {
  /** Whether it opens anything at a moment. */
  public boolean isValid(Instant now) {
    return isActive && (expiresAt == null || now.isBefore(expiresAt));
  }

  Principal.Application principal() {
    return new Principal.Application(id, name, scopes);
  }

  /** A token that was made, with its value, which is never shown again. */
  public record Made(ApplicationToken token, String value) {
    @Override
    public String toString() {
      return "Made[" + token + "]"; // the value stays out of logs
    }
  }

  /**
   * A token that somebody wants.
   *
   * @param expiresAt null for never
   */
  public record Wanted(
      String name, @Nullable String description, Set<Scope> scopes, @Nullable Instant expiresAt) {}

  /** What is to become of a token; null leaves a thing as it is, an empty description clears it. */
  public record Change(
      @Nullable String name, @Nullable String description, @Nullable Boolean isActive) {}
}
