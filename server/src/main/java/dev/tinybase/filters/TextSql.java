package dev.tinybase.filters;

import dev.tinybase.filters.CompiledFilter.Parameter;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.SqlText.Piece;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The text operators as SQL. */
record TextSql(EngineSql engine) {
  void write(Filter.TextMatch match, Piece left, SqlText out) {
    var right = match.right();
    switch (match.operator()) {
      case CONTAINS -> position(left, bound(right, text -> text), out);
      case ICONTAINS -> position(engine.lower(left), bound(right, Texts::lower), out);
      case STARTS_WITH ->
          out.add("(")
              .add(left)
              .add(" >= ")
              .bind(bound(right, text -> text))
              .add(" and ")
              .add(left)
              .add(" < ")
              .bind(bound(right, Texts::afterPrefix))
              .add(")");
      case ENDS_WITH -> endsWith(left, right, out);
      case LIKE -> {
        var pattern = pattern(right);
        out.add(engine.like(left, LikePattern.of(pattern), pattern));
      }
    }
  }

  private void position(Piece left, Parameter right, SqlText out) {
    out.add(engine.position() + "(").add(left).add(", ").bind(right).add(") > 0");
  }

  /** A start before the first character only yields texts that are too short to be equal. */
  private static void endsWith(Piece left, Operand right, SqlText out) {
    out.add("substr(").add(left).add(", length(").add(left).add(") - cast(");
    out.bind(bound(right, text -> text.codePointCount(0, text.length())));
    out.add(" as integer) + 1) = ").bind(bound(right, text -> text));
  }

  private static Parameter bound(Operand operand, Function<String, Object> change) {
    return switch (operand) {
      case Operand.Value(String text) -> {
        var changed = change.apply(text);
        yield _ -> changed;
      }
      case Operand.Variable(var name, var type) ->
          variables -> changed(variables.value(name, type), change);
      case Operand.Value _, Operand.Column _, Operand.Path _ ->
          throw new IllegalStateException("no text: " + operand);
    };
  }

  private static @Nullable Object changed(@Nullable Object text, Function<String, Object> change) {
    return text == null ? null : change.apply((String) text);
  }

  private static String pattern(Operand operand) {
    if (operand instanceof Operand.Value(String text)) {
      return text;
    }
    throw new IllegalStateException("a pattern is a constant");
  }
}
