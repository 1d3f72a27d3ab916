/**
 * What goes over the border between a function that runs and the server, which may be a border
 * between processes: plain values only. Depends on the SDK and JSON alone.
 */
@NullMarked
package dev.tinybase.functions.host;

import org.jspecify.annotations.NullMarked;
