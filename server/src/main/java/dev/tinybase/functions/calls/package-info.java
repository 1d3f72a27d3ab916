/**
 * Calls of functions: one service that admits, runs and records them, the limits they are held to,
 * what a running one may ask of the server, and those that nobody waits for.
 */
@NullMarked
package dev.tinybase.functions.calls;

import org.jspecify.annotations.NullMarked;
