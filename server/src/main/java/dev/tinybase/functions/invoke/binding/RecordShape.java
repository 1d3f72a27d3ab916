package dev.tinybase.functions.invoke.binding;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** A record of a collection as the HTTP API has it; only its schema is ever needed. */
record RecordShape(
    @NotNull UUID id,
    UUID owner_id,
    @NotNull Map<String, Object> data,
    @NotNull Instant created_at,
    @NotNull Instant updated_at) {}
