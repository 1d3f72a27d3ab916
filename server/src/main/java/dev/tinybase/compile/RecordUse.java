package dev.tinybase.compile;

import java.util.List;

/**
 * A place where code names a collection or one of its fields by a constant.
 *
 * @param collections the collection, or those of a hook of several; {@code *} for all of them
 * @param name of the collection or the field; {@code *} for fields whose names nobody knows
 * @param method what it is given to, such as {@code text} or {@code eq}
 * @param place where the name stands, without a message
 */
public record RecordUse(
    Kind kind, List<String> collections, String name, String method, Diagnostic place) {
  /** What is done with the name. */
  public enum Kind {
    /** It is that of a collection. */
    COLLECTION,
    /** Records are picked or sorted by the field. */
    CONDITION,
    /** The field is set. */
    DATA,
    /** The field is read. */
    GETTER,
    /** A hook shows readers such a field, whether the collection has it or not. */
    SHOWN
  }
}
