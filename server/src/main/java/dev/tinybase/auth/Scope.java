package dev.tinybase.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an application token may be used for. */
public enum Scope {
  /** Read, list and export the records of every collection, and read the collections' schemas. */
  RECORDS_READ("records:read"),
  /** Make, change, delete and import records of every collection. */
  RECORDS_WRITE("records:write"),
  /** Call every function, and every route of an extension. */
  FUNCTIONS_CALL("functions:call"),
  /** Everything. */
  ADMIN("admin");

  private final String word;

  Scope(String word) {
    this.word = word;
  }

  /** As the API has it. */
  public String word() {
    return word;
  }

  /** The scope of a word. */
  public static Optional<Scope> of(String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(scope -> scope.word.equals(lower)).findFirst();
  }

  /** Every scope's word. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Scope::word).toList();
  }
}
