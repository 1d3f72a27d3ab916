/** Deploys a whole app, its collections and functions together, and remembers what it deployed. */
@NullMarked
package dev.tinybase.deploy;

import org.jspecify.annotations.NullMarked;
