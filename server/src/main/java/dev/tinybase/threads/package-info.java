/** Threads that the server cannot live without, kept alive and watched in one way. */
@NullMarked
package dev.tinybase.threads;

import org.jspecify.annotations.NullMarked;
