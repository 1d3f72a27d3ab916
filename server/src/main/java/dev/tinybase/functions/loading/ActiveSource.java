package dev.tinybase.functions.loading;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The text from which a function that can be called was made.
 *
 * @param versionId the deployed version; null for a file of the folder
 * @param name of the file without {@code .java}; a file may hold several functions
 * @param hash SHA-256 of the text in hex
 */
public record ActiveSource(@Nullable UUID versionId, String name, String hash, String text) {}
