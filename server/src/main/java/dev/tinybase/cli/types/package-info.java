/** Writes the types of an app's collections and functions for clients, for {@code types}. */
@NullMarked
package dev.tinybase.cli.types;

import org.jspecify.annotations.NullMarked;
