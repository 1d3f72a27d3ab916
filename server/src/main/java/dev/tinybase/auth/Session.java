package dev.tinybase.auth;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session of a user that goes on.
 *
 * @param lastUsedAt when it was opened, or its tokens were renewed last
 * @param expiresAt when it ends unless it is renewed before
 * @param address the client's at that time; null in sessions from before this was written down
 * @param userAgent what the client's program called itself then; null where it said nothing
 */
public record Session(
    UUID id,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    @Nullable String address,
    @Nullable String userAgent) {}
