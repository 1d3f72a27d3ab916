/**
 * What is served: the route table, who may call which route, the order of the checks, errors as
 * JSON, OpenAPI. It sees requests and answers; connections are the matter of {@code http}.
 */
@NullMarked
package dev.tinybase.api;

import org.jspecify.annotations.NullMarked;
