/**
 * The program's entry and its composition root: every service is built here with plain
 * constructors.
 */
@NullMarked
package dev.tinybase;

import org.jspecify.annotations.NullMarked;
