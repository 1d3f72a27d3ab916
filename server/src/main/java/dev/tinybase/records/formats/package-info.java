/** The files that records are imported from and exported to: NDJSON, JSON and CSV. */
@NullMarked
package dev.tinybase.records.formats;

import org.jspecify.annotations.NullMarked;
