/** A worker's process: what runs functions there, and stands for the server before them. */
@NullMarked
package dev.tinybase.functions.worker.jvm;

import org.jspecify.annotations.NullMarked;
