package dev.tinybase.collections;

import tools.jackson.databind.JsonNode;

/**
 * A collection to be made.
 *
 * @param schema the {@code fields} form or a JSON Schema
 * @param options JSON null for the defaults
 */
public record NewCollection(String name, String label, JsonNode schema, JsonNode options) {}
