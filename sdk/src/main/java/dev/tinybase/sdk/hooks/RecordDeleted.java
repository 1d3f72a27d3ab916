package dev.tinybase.sdk.hooks;

import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.User;
import java.util.Optional;

/**
 * A record was deleted; see {@link OnRecordDelete}.
 *
 * @param collection its name
 * @param record as it was
 * @param change its number: greater than that of every earlier change of the record, and the same
 *     when the hook runs again for it
 * @param actor who made it; empty for nobody with an account, and for one who has none any more
 */
public record RecordDeleted(String collection, Record record, long change, Optional<User> actor) {}
