/**
 * Where calls run: an interface, and its implementation with threads of this process; the one with
 * other processes is {@link dev.tinybase.functions.worker}. Who may call, and how many at once, has
 * been decided before.
 */
@NullMarked
package dev.tinybase.functions.executor;

import org.jspecify.annotations.NullMarked;
