package dev.tinybase.filters;

import dev.tinybase.filters.CompiledFilter.Parameter;
import java.util.ArrayList;
import java.util.List;

/** SQL text that grows, with the parameters of its marks in their order. */
final class SqlText {
  private final StringBuilder sql = new StringBuilder();
  private final List<Parameter> parameters = new ArrayList<>();

  /** Text of ours: never input. */
  SqlText add(String text) {
    sql.append(text);
    return this;
  }

  /** A piece that writes itself. */
  SqlText add(Piece piece) {
    piece.write(this);
    return this;
  }

  /** A mark. */
  SqlText bind(Parameter parameter) {
    sql.append('?');
    parameters.add(parameter);
    return this;
  }

  /** A mark for what does not depend on the request. */
  SqlText bind(Object constant) {
    return bind(_ -> constant);
  }

  /** The pieces with a word between them. */
  <T> SqlText join(String between, List<T> items, java.util.function.Consumer<T> write) {
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        sql.append(between);
      }
      write.accept(items.get(i));
    }
    return this;
  }

  CompiledFilter done() {
    return new CompiledFilter(sql.toString(), parameters);
  }

  /** An expression that may be written more than once, each time with its parameters. */
  @FunctionalInterface
  interface Piece {
    void write(SqlText out);
  }
}
