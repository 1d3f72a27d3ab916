/**
 * Values as text (numbers, times, UUIDs), digests and abbreviations. A leaf: every package may use
 * it.
 */
@NullMarked
package dev.tinybase.text;

import org.jspecify.annotations.NullMarked;
