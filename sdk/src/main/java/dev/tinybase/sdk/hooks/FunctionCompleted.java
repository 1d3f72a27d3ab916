package dev.tinybase.sdk.hooks;

import dev.tinybase.sdk.User;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function is over; see {@link OnFunctionComplete}.
 *
 * @param callId as in the list of calls, a UUID as text
 * @param user who called; empty for callers without an account
 * @param status {@code succeeded} or {@code failed}
 * @param duration from when it began to run
 * @param errorType such as {@code TimeoutError}; null where it succeeded
 * @param errorMessage what went wrong; null where it succeeded
 */
public record FunctionCompleted(
    String functionName,
    String callId,
    Optional<User> user,
    String status,
    Duration duration,
    @Nullable String errorType,
    @Nullable String errorMessage) {}
