/**
 * What the server and a worker say to each other, and how it is written: frames of a length, a kind
 * and its fields over a socket. The dialog is a stack: a call, what it asks, further calls within,
 * their results, its result.
 */
@NullMarked
package dev.tinybase.functions.worker.wire;

import org.jspecify.annotations.NullMarked;
