package dev.tinybase.records;

/**
 * A record as it is answered to one caller.
 *
 * @param version for the ETag
 * @param json the UTF-8 text
 */
public record RecordDocument(long version, byte[] json) {}
