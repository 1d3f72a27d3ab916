package dev.tinybase.compile;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One Java file.
 *
 * @param name the file's name without {@code .java}, unique among the sources of a compilation
 * @param path how people know the file, such as {@code functions/hello.java}
 * @param text the whole text
 * @param folder where the file stands, so that {@code //SOURCES} finds its neighbours; null for one
 *     that stands nowhere, such as a deployed version
 */
public record SourceFile(String name, String path, String text, @Nullable Path folder) {}
