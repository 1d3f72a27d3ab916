/**
 * Extensions: from an address to a stored one, and from there to running code. Each is a folder
 * with a manifest; what is stored is read again by every node.
 */
@NullMarked
package dev.tinybase.extensions;

import org.jspecify.annotations.NullMarked;
