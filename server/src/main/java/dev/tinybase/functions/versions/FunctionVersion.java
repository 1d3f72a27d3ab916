package dev.tinybase.functions.versions;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of a function, as it is listed.
 *
 * @param deployedBy the e-mail of who uploaded it first; null for programs, the command line and
 *     deleted users
 * @param deployedByToken the name that the application token of the program had which did
 * @param activatedBy the e-mail of who activated it last
 * @param activatedByToken the same of the program which did
 * @param executions how many calls of it are recorded
 */
public record FunctionVersion(
    UUID id,
    String name,
    String contentHash,
    long fileSize,
    @Nullable String notes,
    @Nullable String deployedBy,
    @Nullable String deployedByToken,
    Instant deployedAt,
    boolean active,
    @Nullable String activatedBy,
    @Nullable String activatedByToken,
    Instant activatedAt,
    long executions) {}
