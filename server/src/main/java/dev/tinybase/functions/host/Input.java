package dev.tinybase.functions.host;

import dev.tinybase.sdk.Request;
import tools.jackson.databind.JsonNode;

/** What a call gives to its function. */
public sealed interface Input {
  /** The payload; an empty object where the client sent none. */
  record Json(JsonNode payload) implements Input {}

  /** The texts of a query, which are read as the types that the function wants. */
  record Query(JsonNode parameters) implements Input {}

  /** The request itself, for functions that take one. */
  record Raw(Request request) implements Input {}
}
