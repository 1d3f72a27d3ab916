/**
 * Deployed functions: their sources by content, which version is active, and how nodes learn of it.
 */
@NullMarked
package dev.tinybase.functions.versions;

import org.jspecify.annotations.NullMarked;
