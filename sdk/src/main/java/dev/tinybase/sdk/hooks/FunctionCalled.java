package dev.tinybase.sdk.hooks;

import dev.tinybase.sdk.User;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function has begun; see {@link OnFunctionCall}.
 *
 * @param callId as in the list of calls, a UUID as text
 * @param user who calls; empty for callers without an account
 * @param payload text, numbers, booleans, lists, maps and null; null too where inputs are not kept
 */
public record FunctionCalled(
    String functionName, String callId, Optional<User> user, @Nullable Object payload) {}
