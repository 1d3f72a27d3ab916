package dev.tinybase.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the loader found.
 *
 * @param settings paths in it are resolved against the instance's directory
 * @param effective each value with its origin, in the order of the table
 * @param notices sentences about keys that are accepted but have no effect
 * @param file the configuration file; null when there is none
 */
public record Configuration(
    Settings settings, List<Effective> effective, List<String> notices, @Nullable Path file) {}
