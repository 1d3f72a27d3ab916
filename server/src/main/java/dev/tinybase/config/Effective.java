package dev.tinybase.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting's effective value, for people.
 *
 * @param key the documented name
 * @param value the value's text, secrets hidden; null when there is none
 * @param variable the environment variable that sets it
 */
public record Effective(
    String key, @Nullable String value, Origin origin, String variable, String description) {}
