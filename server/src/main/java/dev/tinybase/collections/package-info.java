/** Collections: their schema, options and access rules, and the tables that hold their records. */
@NullMarked
package dev.tinybase.collections;

import org.jspecify.annotations.NullMarked;
