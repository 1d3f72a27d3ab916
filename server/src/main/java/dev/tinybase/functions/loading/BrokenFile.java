package dev.tinybase.functions.loading;

import dev.tinybase.compile.Diagnostic;
import java.util.List;

/**
 * A file with errors.
 *
 * @param path how people know it
 * @param diagnostics at least one
 * @param live whether an earlier version of it still runs
 */
public record BrokenFile(String path, List<Diagnostic> diagnostics, boolean live) {}
