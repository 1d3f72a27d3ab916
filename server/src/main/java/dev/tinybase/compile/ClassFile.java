package dev.tinybase.compile;

import java.util.Comparator;

/** A compiled class. */
record ClassFile(String name, byte[] bytes) {
  static final Comparator<ClassFile> BY_NAME = Comparator.comparing(ClassFile::name);

  /** Its path in a jar. */
  String entry() {
    return name.replace('.', '/') + ".class";
  }
}
