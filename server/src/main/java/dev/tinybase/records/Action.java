package dev.tinybase.records;

import dev.tinybase.collections.AccessRule;
import dev.tinybase.collections.AccessRules;

/** What may be done with records; each has its access rule. */
enum Action {
  LIST,
  READ,
  CREATE,
  UPDATE,
  DELETE;

  /** The rule for this action. */
  AccessRule rule(AccessRules access) {
    return switch (this) {
      case LIST -> access.list();
      case READ -> access.read();
      case CREATE -> access.create();
      case UPDATE -> access.update();
      case DELETE -> access.delete();
    };
  }

  /** Whether it changes something. */
  boolean isChange() {
    return this != LIST && this != READ;
  }

  /** The action in a sentence: "may not … records". */
  String verb() {
    return switch (this) {
      case LIST -> "list";
      case READ -> "read";
      case CREATE -> "create";
      case UPDATE -> "update";
      case DELETE -> "delete";
    };
  }
}
