/**
 * HTTP: the server, the route table, errors as JSON, OpenAPI. Only this package knows the HTTP
 * library.
 */
@NullMarked
package dev.tinybase.api;

import org.jspecify.annotations.NullMarked;
