/** The filter language: parsed once into a sealed tree, compiled to SQL or evaluated in memory. */
@NullMarked
package dev.tinybase.filters;

import org.jspecify.annotations.NullMarked;
