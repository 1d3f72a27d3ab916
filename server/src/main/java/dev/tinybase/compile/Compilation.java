package dev.tinybase.compile;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of many sources.
 *
 * @param shared of the shared folder; null when it has no sources
 * @param units of each source, by its name
 */
public record Compilation(@Nullable CompileResult shared, Map<String, CompileResult> units) {}
