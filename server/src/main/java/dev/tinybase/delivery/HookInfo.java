package dev.tinybase.delivery;

import dev.tinybase.hooks.HookDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * A handler and where it stands. What is counted of runs is this node's, since the handler was
 * loaded; the rest is the same on all nodes.
 *
 * @param name {@code file.method}, or {@code extension.method}
 * @param declaration what it waits for
 * @param extension that brings it; null for a file of the functions' folder or a deployment
 * @param path of its file as people know it
 * @param error why it does not run, such as a condition that does not fit the collection; null
 *     where it does
 * @param backlog events that it is still to be told, with those that wait for another attempt; at
 *     most {@value HookService#MOST_BACKLOG} are counted; 0 for what runs before
 * @param waiting events among these for which it has failed, or that come after such a one
 * @param dead events for which it has failed for good
 * @param missed changes that the log had to remove before they were read, since the start
 */
public record HookInfo(
    String name,
    HookDeclaration declaration,
    @Nullable String extension,
    String path,
    @Nullable String error,
    long calls,
    long failures,
    double p95Millis,
    long backlog,
    long waiting,
    long dead,
    long missed) {}
