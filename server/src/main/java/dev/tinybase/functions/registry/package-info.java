/** Which functions there are at this moment. */
@NullMarked
package dev.tinybase.functions.registry;

import org.jspecify.annotations.NullMarked;
