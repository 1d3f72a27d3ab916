package dev.tinybase.extensions.source;

import org.jspecify.annotations.Nullable;

/**
 * An extension that was fetched.
 *
 * @param commit its hash; null for a folder as it stands
 */
public record FetchedExtension(
    ExtensionSource source, ExtensionFiles files, @Nullable String commit) {}
