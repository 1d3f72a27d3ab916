/** Record create, read, list, change, delete; import and export; access rules applied to each. */
@NullMarked
package dev.tinybase.records;

import org.jspecify.annotations.NullMarked;
