/**
 * Executions that must happen, each a row: who runs it, until when, how often it was tried and how
 * it ended. Knows nothing of functions: whoever runs jobs is above.
 */
@NullMarked
package dev.tinybase.jobs;

import org.jspecify.annotations.NullMarked;
