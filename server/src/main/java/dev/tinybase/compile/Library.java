package dev.tinybase.compile;

import java.nio.file.Path;

/** A jar that a file asked for, or one that this one needs. */
record Library(String coordinates, String sha256, Path jar) {}
