/** Secrets of functions, stored encrypted. */
@NullMarked
package dev.tinybase.secrets;

import org.jspecify.annotations.NullMarked;
