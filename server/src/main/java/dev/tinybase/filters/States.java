package dev.tinybase.filters;

/**
 * The states of a record that a rule may speak of.
 *
 * @param record what plain field names mean: the stored record, or the new one at create
 * @param made what {@code $new} means
 * @param old what {@code $old} means; without any value at create
 */
public record States(FieldValues record, FieldValues made, FieldValues old) {
  private static final FieldValues NOTHING = _ -> null;

  /** A record that is only looked at. */
  public static States of(FieldValues record) {
    return new States(record, NOTHING, NOTHING);
  }

  /** A record that is being made. */
  public static States created(FieldValues made) {
    return new States(made, made, NOTHING);
  }

  /** A record that is being changed. */
  public static States updated(FieldValues old, FieldValues made) {
    return new States(old, made, old);
  }

  FieldValues state(Filter.Source source) {
    return switch (source) {
      case RECORD -> record;
      case NEW -> made;
      case OLD -> old;
    };
  }
}
