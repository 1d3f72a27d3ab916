/** One class per resource: reads a request, calls a service, shapes the response. */
@NullMarked
package dev.tinybase.api.routes;

import org.jspecify.annotations.NullMarked;
