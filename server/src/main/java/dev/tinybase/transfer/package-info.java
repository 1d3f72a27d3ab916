/** Import into and export from collections: files of any size in NDJSON, JSON and CSV. */
@NullMarked
package dev.tinybase.transfer;

import org.jspecify.annotations.NullMarked;
