package dev.tinybase.sdk.hooks;

/**
 * A login whose password was right; see {@link BeforeLogin}.
 *
 * @param email of the account
 * @param address the client's IP address
 */
public record LoginAttempt(String email, String address) {}
