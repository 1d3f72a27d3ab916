/**
 * Java sources to classes: their directives, the libraries that they ask for, one compilation for
 * many files, a cache of what came out, and the class loaders it runs in. Knows nothing of
 * functions.
 */
@NullMarked
package dev.tinybase.compile;

import org.jspecify.annotations.NullMarked;
