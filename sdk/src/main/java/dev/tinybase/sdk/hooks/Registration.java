package dev.tinybase.sdk.hooks;

/**
 * An account that somebody is about to make for himself; see {@link BeforeRegister}.
 *
 * @param email in lower case, as it would be stored
 * @param address the client's IP address
 */
public record Registration(String email, String address) {}
