/** One door for reading records and one for changing them, each under the access rules. */
@NullMarked
package dev.tinybase.records;

import org.jspecify.annotations.NullMarked;
