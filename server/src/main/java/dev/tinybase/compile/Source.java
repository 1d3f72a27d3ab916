package dev.tinybase.compile;

/**
 * One Java file.
 *
 * @param name the file's name without {@code .java}, unique among the sources of a compilation
 * @param path how people know the file, such as {@code functions/hello.java}
 * @param text the whole text
 */
public record Source(String name, String path, String text) {}
