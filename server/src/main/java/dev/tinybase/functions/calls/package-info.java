/** Runs calls: their order of checks, threads, limits and time, and keeps a record of each. */
@NullMarked
package dev.tinybase.functions.calls;

import org.jspecify.annotations.NullMarked;
