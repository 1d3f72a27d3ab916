/**
 * Functions: which there are, and the service that the HTTP API and the command line call. The
 * packages below load their files, run their calls, keep their versions, and isolate them.
 */
@NullMarked
package dev.tinybase.functions;

import org.jspecify.annotations.NullMarked;
