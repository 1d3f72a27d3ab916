package dev.tinybase.sdk;

/**
 * A person with an account.
 *
 * @param id a UUID as text
 */
public record User(String id, String email, boolean isAdmin) {}
