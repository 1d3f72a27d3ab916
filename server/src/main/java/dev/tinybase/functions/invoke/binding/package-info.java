/**
 * JSON to Java and its description: what a type looks like as JSON, reading it with all problems at
 * once, the checks of its annotations, and its JSON Schema. One analysis serves all three, so that
 * they agree.
 */
@NullMarked
package dev.tinybase.functions.invoke.binding;

import org.jspecify.annotations.NullMarked;
