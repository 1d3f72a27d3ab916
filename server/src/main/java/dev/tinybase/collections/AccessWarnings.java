package dev.tinybase.collections;

import dev.tinybase.collections.Collection.AccessRule;
import dev.tinybase.filters.Filter;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.Filter.Variables;
import dev.tinybase.filters.FilterEvaluator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the access rules of a collection open to callers without an account. */
public final class AccessWarnings {
  private static final Variables NOBODY = new Variables(null, null, false, Instant.EPOCH);

  private AccessWarnings() {}

  /** One sentence for each action that is public, for all records or for some. */
  public static List<String> of(Collection collection) {
    var access = collection.options().access();
    var warnings = new ArrayList<String>();
    add(warnings, "list", access.list());
    add(warnings, "read", access.read());
    add(warnings, "create", access.create());
    add(warnings, "update", access.update());
    add(warnings, "delete", access.delete());
    return warnings;
  }

  private static void add(List<String> warnings, String action, AccessRule rule) {
    if (rule instanceof AccessRule.Public) {
      warnings.add("access." + action + " is public: everybody may, without an account.");
    } else if (rule instanceof AccessRule.When(var filter) && canBe(filter, true)) {
      warnings.add(
          "access."
              + action
              + " is public for the records that its filter chooses: everybody may, without an"
              + " account.");
    }
  }

  /** Whether the filter can come out so for some record when nobody asks. */
  private static boolean canBe(Filter filter, boolean wanted) {
    return switch (filter) {
      case Filter.And(var parts) when wanted -> parts.stream().allMatch(part -> canBe(part, true));
      case Filter.And(var parts) -> parts.stream().anyMatch(part -> canBe(part, false));
      case Filter.Or(var parts) when wanted -> parts.stream().anyMatch(part -> canBe(part, true));
      case Filter.Or(var parts) -> parts.stream().allMatch(part -> canBe(part, false));
      case Filter.Not(var part) -> canBe(part, !wanted);
      case Filter constant when constant.isConstant() ->
          FilterEvaluator.holds(constant, _ -> null, NOBODY) == wanted;
      case Filter condition -> !(wanted && needsUser(condition));
    };
  }

  /** A comparison with a variable that stands for nothing never holds. */
  private static boolean needsUser(Filter condition) {
    return switch (condition) {
      case Filter.Compare(var left, _, var right) -> isUser(left) || isUser(right);
      case Filter.TextMatch(var left, _, var right) -> isUser(left) || isUser(right);
      case Filter.In(var left, var values) ->
          isUser(left) || values.stream().allMatch(AccessWarnings::isUser);
      case Filter.Has(_, var item) -> isUser(item);
      case Filter _ -> false;
    };
  }

  private static boolean isUser(Operand operand) {
    return operand instanceof Operand.Variable(var name, _)
        && (name == Variables.Name.USER_ID || name == Variables.Name.USER_EMAIL);
  }
}
