package dev.tinybase.delivery;

import dev.tinybase.hooks.HookKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event for which a handler has failed for good: a dead letter.
 *
 * @param handler its name
 * @param change the number of the change, or of the event, in the log
 * @param event as the handler gets it, in the form of its kind
 * @param cause the handlers whose consequence the event is, as their chain writes them; null for
 *     none
 * @param attempts how often it was tried
 * @param errorType such as {@code IllegalStateException} or {@code hook_loop}
 * @param createdAt when it failed for the first time
 * @param failedAt when it failed for the last time
 */
public record FailedEvent(
    UUID id,
    String handler,
    HookKind kind,
    long change,
    ObjectNode event,
    @Nullable String cause,
    int attempts,
    @Nullable String errorType,
    @Nullable String errorMessage,
    Instant createdAt,
    Instant failedAt) {}
