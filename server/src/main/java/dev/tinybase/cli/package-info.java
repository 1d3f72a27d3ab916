/** One class per command group; exit codes; console output. */
@NullMarked
package dev.tinybase.cli;

import org.jspecify.annotations.NullMarked;
