package dev.tinybase.compile;

import java.util.Comparator;

/** A compiled class. */
record ClassFile(String name, byte[] bytes) {
  private static final String SUFFIX = ".class";

  static final Comparator<ClassFile> BY_NAME = Comparator.comparing(ClassFile::name);

  /** Its path in a jar. */
  String entry() {
    return name.replace('.', '/') + SUFFIX;
  }

  /** The name of the class that stands in this path of a jar. */
  static String name(String entry) {
    var path =
        entry.endsWith(SUFFIX) ? entry.substring(0, entry.length() - SUFFIX.length()) : entry;
    return path.replace('/', '.');
  }
}
