package dev.tinybase.collections;

import dev.tinybase.schema.FieldType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells a constraint that became stricter, so that existing records are read only then. */
final class StricterConstraints {
  private StricterConstraints() {}

  /** Whether a value that the first type takes may be refused by the second. */
  static boolean of(FieldType from, FieldType to) {
    return switch (to) {
      case FieldType.Text now when from instanceof FieldType.Text then -> text(then, now);
      case FieldType.Whole now when from instanceof FieldType.Whole then ->
          raised(then.min(), now.min()) || lowered(then.max(), now.max());
      case FieldType.Real now when from instanceof FieldType.Real then ->
          raised(then.min(), now.min()) || lowered(then.max(), now.max());
      case FieldType.Decimal now when from instanceof FieldType.Decimal then ->
          raised(then.min(), now.min()) || lowered(then.max(), now.max());
      case FieldType.ListOf now when from instanceof FieldType.ListOf then -> list(then, now);
      case FieldType.Json _, FieldType.Bool _, FieldType.Date _, FieldType.DateTime _ -> false;
      case FieldType.Dictionary _ -> !(from instanceof FieldType.Dictionary);
      case FieldType.Text _, FieldType.Numeric<?> _, FieldType.ListOf _ -> true;
    };
  }

  private static boolean text(FieldType.Text then, FieldType.Text now) {
    return raised(then.minLength(), now.minLength())
        || lowered(then.maxLength(), now.maxLength())
        || (now.pattern() != null && !Objects.equals(then.pattern(), now.pattern()))
        || (now.format() != null && then.format() != now.format())
        || narrowed(then.values(), now.values());
  }

  private static boolean list(FieldType.ListOf then, FieldType.ListOf now) {
    boolean items =
        now.item() != null
            && (then.item() == null
                || (!then.item().equals(now.item()) && of(then.item(), now.item())));
    return items
        || raised(then.minLength(), now.minLength())
        || lowered(then.maxLength(), now.maxLength());
  }

  private static <T extends Comparable<T>> boolean raised(@Nullable T then, @Nullable T now) {
    return now != null && (then == null || now.compareTo(then) > 0);
  }

  private static <T extends Comparable<T>> boolean lowered(@Nullable T then, @Nullable T now) {
    return now != null && (then == null || now.compareTo(then) < 0);
  }

  private static boolean narrowed(List<String> then, List<String> now) {
    return !now.isEmpty() && (then.isEmpty() || !now.containsAll(then));
  }
}
