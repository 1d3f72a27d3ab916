package dev.tinybase.sdk.hooks;

import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.User;
import java.util.Optional;

/**
 * A record was changed; see {@link OnRecordUpdate}.
 *
 * @param collection its name
 * @param before the change
 * @param after the change
 * @param change its number: greater than that of every earlier change of the record, and the same
 *     when the hook runs again for it
 * @param actor who made it; empty for nobody with an account, and for one who has none any more
 */
public record RecordUpdated(
    String collection, Record before, Record after, long change, Optional<User> actor) {}
