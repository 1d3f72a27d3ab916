/** Strict JSON in, exact JSON out. A leaf over Jackson. */
@NullMarked
package dev.tinybase.json;

import org.jspecify.annotations.NullMarked;
