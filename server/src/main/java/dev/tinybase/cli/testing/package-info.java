/** Runs the tests beside functions, for {@code functions test}. */
@NullMarked
package dev.tinybase.cli.testing;

import org.jspecify.annotations.NullMarked;
