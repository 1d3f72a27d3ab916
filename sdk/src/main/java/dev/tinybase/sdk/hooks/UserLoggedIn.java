package dev.tinybase.sdk.hooks;

import dev.tinybase.sdk.User;

/**
 * Somebody has logged in; see {@link OnUserLogin}.
 *
 * @param address the client's IP address
 */
public record UserLoggedIn(User user, String address) {}
