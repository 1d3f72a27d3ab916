/** Finds function files, has them compiled, and puts what came out in place of what was there. */
@NullMarked
package dev.tinybase.functions.loading;

import org.jspecify.annotations.NullMarked;
