package dev.tinybase.api;

import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * A collection as the OpenAPI document shows it.
 *
 * @param name its name in paths
 * @param label its name for people
 * @param version changes whenever the schema does
 * @param read makes the JSON Schema (2020-12) of its records' {@code data} in answers
 * @param write makes the JSON Schema of the {@code data} that may be sent
 */
public record LiveCollection(
    String name,
    String label,
    int version,
    Supplier<ObjectNode> read,
    Supplier<ObjectNode> write) {}
