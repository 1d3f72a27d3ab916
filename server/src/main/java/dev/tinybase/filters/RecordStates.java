package dev.tinybase.filters;

import org.jspecify.annotations.Nullable;

/**
 * The states of a record that a rule may speak of.
 *
 * @param record what plain field names mean: the stored record, or the new one at create
 * @param made what {@code $new} means
 * @param old what {@code $old} means; without any value at create
 */
public record RecordStates(State record, State made, State old) {
  private static final State NOTHING = _ -> null;

  /**
   * One state: the value of a field or system column by name, of the Java type that {@link
   * dev.tinybase.schema.FieldType} tells (UUID and Instant for the system columns).
   */
  @FunctionalInterface
  public interface State {
    /** The value; null for JSON null. */
    @Nullable Object value(String column);
  }

  /** A record that is only looked at. */
  public static RecordStates of(State record) {
    return new RecordStates(record, NOTHING, NOTHING);
  }

  /** A record that is being made. */
  public static RecordStates created(State made) {
    return new RecordStates(made, made, NOTHING);
  }

  /** A record that is being changed. */
  public static RecordStates updated(State old, State made) {
    return new RecordStates(old, made, old);
  }

  State state(Filter.Source source) {
    return switch (source) {
      case RECORD -> record;
      case NEW -> made;
      case OLD -> old;
    };
  }
}
