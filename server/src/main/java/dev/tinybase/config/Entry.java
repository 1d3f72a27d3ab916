package dev.tinybase.config;

/**
 * One value as a source has it.
 *
 * @param spelling the key as written there
 * @param flat the key, see {@link Flat}
 * @param text the value; an array as JSON
 * @param form how the value is written
 */
record Entry(String spelling, String flat, String text, Kind.Form form, Origin origin) {}
