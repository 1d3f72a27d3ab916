/**
 * HTTP/1.1: connections, parsing, writing, limits, slow clients, streams. Knows nothing of what is
 * served.
 */
@NullMarked
package dev.tinybase.http;

import org.jspecify.annotations.NullMarked;
