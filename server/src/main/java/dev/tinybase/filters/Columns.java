package dev.tinybase.filters;

import dev.tinybase.filters.Filter.Operand;

/** Finds conditions that read nothing of the record, so that they can be settled before. */
final class Columns {
  private Columns() {}

  static boolean isFree(Filter filter) {
    return switch (filter) {
      case Filter.And(var parts) -> parts.stream().allMatch(Columns::isFree);
      case Filter.Or(var parts) -> parts.stream().allMatch(Columns::isFree);
      case Filter.Not(var part) -> isFree(part);
      case Filter.Compare(var left, _, var right) -> isFree(left) && isFree(right);
      case Filter.In(var left, var values) ->
          isFree(left) && values.stream().allMatch(Columns::isFree);
      case Filter.IsNull(var operand) -> isFree(operand);
      case Filter.TextMatch(var left, _, var right) -> isFree(left) && isFree(right);
      case Filter.Has(var list, var item) -> isFree(list) && isFree(item);
      case Filter.Length(var list, _, _) -> isFree(list);
    };
  }

  private static boolean isFree(Operand operand) {
    return switch (operand) {
      case Operand.Column _, Operand.Path _ -> false;
      case Operand.Value _, Operand.Variable _ -> true;
    };
  }
}
