package dev.tinybase.api;

import dev.tinybase.auth.Principal;
import dev.tinybase.db.Database;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the server needs from the rest of the program.
 *
 * @param authenticator the user whom an access token belongs to, if it is valid
 * @param database for idempotent answers, readiness and metrics
 * @param collections the collections as they are now
 */
public record Services(
    Function<String, Optional<Principal.User>> authenticator,
    Database database,
    Supplier<List<LiveCollection>> collections) {}
