package dev.tinybase.extensions;

import org.jspecify.annotations.Nullable;

/**
 * An installed extension as it is listed.
 *
 * @param updateAvailable whether the default branch has another version; null where nobody asked,
 *     or it could not be found out
 */
public record ExtensionInfo(
    InstalledExtension extension, ExtensionStatus status, @Nullable Boolean updateAvailable) {}
