package dev.tinybase.jobs;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, newest first.
 *
 * @param total of all pages; -1 where nobody asked for it
 * @param next the cursor of the page behind it; null for the last page
 */
public record JobPage(List<Job> jobs, long total, @Nullable UUID next) {}
