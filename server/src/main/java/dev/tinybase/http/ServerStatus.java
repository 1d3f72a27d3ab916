package dev.tinybase.http;

import dev.tinybase.metrics.Histogram;

/**
 * How a server does.
 *
 * @param activeRequests requests in flight
 * @param streams long-lived streams that are open
 * @param timedOut connections that were closed because their client was too slow
 * @param droppedLogLines lines of the access log that were dropped
 * @param draining whether it is about to stop
 * @param unmatched how long answers took to requests that found no route
 */
public record ServerStatus(
    int activeRequests,
    int streams,
    long timedOut,
    long droppedLogLines,
    boolean draining,
    Histogram.ByStatus unmatched) {}
