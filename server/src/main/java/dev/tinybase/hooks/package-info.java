/**
 * Which code is to run before and after something happens, and how it is run. A leaf: whoever makes
 * things happen asks {@link dev.tinybase.hooks.HookRegistry} who wants to hear of it, and knows
 * nothing of functions, files or workers.
 */
@NullMarked
package dev.tinybase.hooks;

import org.jspecify.annotations.NullMarked;
