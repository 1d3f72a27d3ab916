/** Figures that are counted all the time and read now and then. */
@NullMarked
package dev.tinybase.metrics;

import org.jspecify.annotations.NullMarked;
