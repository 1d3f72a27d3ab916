package dev.tinybase.sdk.hooks;

import dev.tinybase.sdk.User;

/**
 * Somebody has an account; see {@link OnUserRegister}.
 *
 * @param user whose it is
 */
public record UserRegistered(User user) {}
