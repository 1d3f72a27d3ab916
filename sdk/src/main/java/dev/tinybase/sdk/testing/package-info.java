/** What tests of functions use: {@code tinybase functions test} runs them. */
@NullMarked
package dev.tinybase.sdk.testing;

import org.jspecify.annotations.NullMarked;
