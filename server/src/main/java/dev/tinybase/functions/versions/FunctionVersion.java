package dev.tinybase.functions.versions;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of a function, as it is listed.
 *
 * @param deployedBy the e-mail of who uploaded it first; null for the command line and deleted
 *     users
 * @param activatedBy the e-mail of who activated it last
 * @param executions how many calls of it are recorded
 */
public record FunctionVersion(
    UUID id,
    String name,
    String contentHash,
    long fileSize,
    @Nullable String notes,
    @Nullable String deployedBy,
    Instant deployedAt,
    boolean active,
    @Nullable String activatedBy,
    Instant activatedAt,
    long executions) {}
