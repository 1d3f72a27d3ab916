/** The admin UI in a real browser, on a real server: a class for each folder of pages. */
@NullMarked
package dev.tinybase.adminui;

import org.jspecify.annotations.NullMarked;
