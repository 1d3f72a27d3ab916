package dev.tinybase.functions.loading;

import java.util.List;

/**
 * What a look at all sources has led to. Files are told by the paths that people know.
 *
 * @param loaded files whose functions are new or others than before
 * @param unchanged files that stay as they are
 * @param removed files whose functions are gone
 * @param failures files with errors now, also those that had them before
 */
public record LoadReport(
    List<String> loaded, List<String> unchanged, List<String> removed, List<BrokenFile> failures) {}
