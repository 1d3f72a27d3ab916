/**
 * Runs calls in other processes, which can be ended: a pool of warm JVMs and what is said to them.
 */
@NullMarked
package dev.tinybase.functions.worker;

import org.jspecify.annotations.NullMarked;
