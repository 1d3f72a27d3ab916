package dev.tinybase.functions.host;

import dev.tinybase.sdk.Trigger;
import dev.tinybase.sdk.User;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call of one function.
 *
 * @param id of the call's record, a UUIDv7
 * @param requestId of the HTTP request, or of what else made it run
 * @param user null for callers without an account
 * @param isAdmin whether the caller has an admin's rights; the command line does without a user
 * @param deadline when its time is over
 * @param depth 0 for a call from outside, 1 for one from a function, and so on
 */
public record CallInfo(
    UUID id,
    String function,
    String requestId,
    Trigger trigger,
    @Nullable User user,
    boolean isAdmin,
    Instant deadline,
    int depth) {}
