/**
 * Records: a list or a record is read into a form of the caller's, a change is a mutation; under
 * the access rules.
 */
@NullMarked
package dev.tinybase.records;

import org.jspecify.annotations.NullMarked;
