/** What happened: a record of every call, and the lines of its log. */
@NullMarked
package dev.tinybase.functions.history;

import org.jspecify.annotations.NullMarked;
