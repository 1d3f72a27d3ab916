/** The settings tree and its loader: environment over TOML over defaults. A leaf. */
@NullMarked
package dev.tinybase.config;

import org.jspecify.annotations.NullMarked;
