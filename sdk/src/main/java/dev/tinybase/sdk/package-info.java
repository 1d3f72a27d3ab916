/** What authors of functions and extensions see of TinyBase; depends on nothing but the JDK. */
@NullMarked
package dev.tinybase.sdk;

import org.jspecify.annotations.NullMarked;
