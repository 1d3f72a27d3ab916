/**
 * The change log: what changed in the collections that somebody listens to, written with the change
 * and read in order.
 */
@NullMarked
package dev.tinybase.changes;

import org.jspecify.annotations.NullMarked;
