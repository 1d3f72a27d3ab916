/** The fields of a collection: types, constraints, and the conversion and checking of values. */
@NullMarked
package dev.tinybase.schema;

import org.jspecify.annotations.NullMarked;
