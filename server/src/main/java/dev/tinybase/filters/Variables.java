package dev.tinybase.filters;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the variables of a filter stand for in one request.
 *
 * @param userId {@code $user.id}; null for anonymous callers, which no value equals
 * @param email {@code $user.email}
 * @param admin {@code $user.is_admin}
 * @param now {@code $now}, and in UTC {@code $today}
 */
public record Variables(
    @Nullable UUID userId, @Nullable String email, boolean admin, Instant now) {}
