package dev.tinybase.functions.calls;

/**
 * Figures for metrics.
 *
 * @param running calls from outside that run
 * @param waiting calls that wait for their turn
 * @param stuck calls that ignored their end and still take a thread
 */
public record CallLoad(int running, int waiting, int stuck) {}
