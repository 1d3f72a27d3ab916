package dev.tinybase.api;

import dev.tinybase.http.Response;

/**
 * Answers the requests of one route; throws a {@link dev.tinybase.errors.Problem} for a refusal.
 */
@FunctionalInterface
public interface Handler {
  Response handle(Request request);
}
