/** UUIDs, digests and abbreviations as text. A leaf: every package may use it. */
@NullMarked
package dev.tinybase.text;

import org.jspecify.annotations.NullMarked;
