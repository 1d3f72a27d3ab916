/** What went wrong, in words a caller can act on. A leaf: every package may use it. */
@NullMarked
package dev.tinybase.errors;

import org.jspecify.annotations.NullMarked;
