/**
 * Threads that the server cannot live without, kept alive and watched in one way, and for which
 * request a thread works.
 */
@NullMarked
package dev.tinybase.threads;

import org.jspecify.annotations.NullMarked;
