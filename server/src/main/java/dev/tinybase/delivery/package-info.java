/**
 * Tells the handlers of hooks what has happened, after the commit: from the change log, in order
 * for one record, at least once, on one node at a time.
 */
@NullMarked
package dev.tinybase.delivery;

import org.jspecify.annotations.NullMarked;
