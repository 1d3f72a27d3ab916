/**
 * What the code of hooks gets and decides: reads their annotations, turns events from JSON into the
 * SDK's, and what a handler has decided into JSON.
 */
@NullMarked
package dev.tinybase.functions.invoke.hooks;

import org.jspecify.annotations.NullMarked;
