package dev.tinybase.sdk.hooks;

import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.User;
import java.util.Optional;

/**
 * A record that is about to be deleted; see {@link BeforeRecordDelete}.
 *
 * @param collection its name
 * @param record as it is stored
 * @param user who deletes it; empty for callers without an account
 */
public record RecordRemoval(String collection, Record record, Optional<User> user) {}
