package dev.tinybase.filters;

import org.jspecify.annotations.Nullable;

/**
 * The states of a record that a rule may speak of.
 *
 * @param record what plain field names mean: the stored record, or the new one at create
 * @param made what {@code $new} means
 * @param old what {@code $old} means; without any value at create
 */
public record RecordStates(FieldValues record, FieldValues made, FieldValues old) {
  private static final FieldValues NOTHING = _ -> null;

  /**
   * One state: the value of a field or system column by name, of the Java type that {@link
   * dev.tinybase.schema.FieldType} tells (UUID and Instant for the system columns).
   */
  @FunctionalInterface
  public interface FieldValues {
    /** The value; null for JSON null. */
    @Nullable Object value(String column);
  }

  /** A record that is only looked at. */
  public static RecordStates of(FieldValues record) {
    return new RecordStates(record, NOTHING, NOTHING);
  }

  /** A record that is being made. */
  public static RecordStates created(FieldValues made) {
    return new RecordStates(made, made, NOTHING);
  }

  /** A record that is being changed. */
  public static RecordStates updated(FieldValues old, FieldValues made) {
    return new RecordStates(old, made, old);
  }

  FieldValues state(Filter.Source source) {
    return switch (source) {
      case RECORD -> record;
      case NEW -> made;
      case OLD -> old;
    };
  }
}
