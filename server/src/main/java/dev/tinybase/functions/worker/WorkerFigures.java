package dev.tinybase.functions.worker;

import java.util.Map;

/**
 * What became of workers.
 *
 * @param alive processes that take calls or run one
 * @param started how many have been started so far
 * @param ended how many have ended so far, by reason
 */
public record WorkerFigures(int alive, long started, Map<Ending, Long> ended) {}
