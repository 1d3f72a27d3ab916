package dev.tinybase.auth;

import java.time.Instant;
import java.util.UUID;

/** A person who can log in. */
public record Account(
    UUID id, String email, boolean isAdmin, Instant createdAt, Instant updatedAt) {}
