/** Where extensions come from: addresses, local folders, Git repositories; and their files. */
@NullMarked
package dev.tinybase.extensions.source;

import org.jspecify.annotations.NullMarked;
