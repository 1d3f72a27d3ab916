/** Runs functions, and the tests beside them, from the command line. */
@NullMarked
package dev.tinybase.cli.functions;

import org.jspecify.annotations.NullMarked;
