/**
 * The half of a call that runs beside the function's own code, in the server or in a worker: reads
 * the file's signatures, turns JSON into the input and checks it, gives the method its context, and
 * turns what it returns into JSON. Reaches the server through {@link
 * dev.tinybase.functions.host.Host} alone.
 */
@NullMarked
package dev.tinybase.functions.invoke;

import org.jspecify.annotations.NullMarked;
