/** What code of functions is told of besides calls. */
@NullMarked
package dev.tinybase.sdk.hooks;

import org.jspecify.annotations.NullMarked;
