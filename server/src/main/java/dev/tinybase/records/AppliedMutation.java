package dev.tinybase.records;

import java.util.Optional;

/**
 * What became of a mutation of a list.
 *
 * @param created whether it has made its record
 * @param record as it is now; empty for one that was deleted, or that the caller may not read
 */
public record AppliedMutation(boolean created, Optional<RecordJson.Document> record) {}
