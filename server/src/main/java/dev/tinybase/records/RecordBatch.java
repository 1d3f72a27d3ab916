package dev.tinybase.records;

import dev.tinybase.db.Database;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.IntNode;

/**
 * Mutations that are applied in their order, all of them or none, where a problem tells whose it
 * is: its member {@code index} is the mutation's place in the list, from 0.
 *
 * <p>They are applied together at first, several inserts in one statement. Where that fails, nobody
 * knows by which of them, so that it is done again one by one: only a list that is refused pays.
 */
final class RecordBatch {
  private final RecordWriter writer;
  private final boolean tellsPlaces;
  private boolean together = true;

  /**
   * One of its own for each list.
   *
   * @param tellsPlaces false for a mutation that stands for itself
   */
  RecordBatch(RecordWriter writer, boolean tellsPlaces) {
    this.writer = writer;
    this.tellsPlaces = tellsPlaces;
  }

  /** Prepares each mutation. */
  List<PreparedMutation> prepare(
      List<Mutation> mutations, Function<Mutation, PreparedMutation> prepare) {
    var prepared = new ArrayList<PreparedMutation>(mutations.size());
    for (var mutation : mutations) {
      try {
        prepared.add(prepare.apply(mutation));
      } catch (Problem e) {
        throw placed(e, prepared.size());
      }
    }
    return prepared;
  }

  /**
   * Runs a work in a transaction in which {@link #apply} is called.
   *
   * @param work gets the mutations to apply, and may be asked for again
   */
  <T extends @Nullable Object> T transact(
      List<PreparedMutation> mutations, Function<List<PreparedMutation>, Database.Work<T>> work) {
    together = true;
    try {
      return writer.transact(mutations, work);
    } catch (Problem | Violations.PossiblyStale e) {
      if (mutations.size() == 1 && e instanceof Problem problem) {
        throw placed(problem, 0);
      }
      if (mutations.size() == 1 || isOfAll(e)) {
        throw e;
      }
    }
    together = false;
    return writer.transact(mutations, work);
  }

  /** Applies the mutations that {@link #transact} gives. */
  List<Mutation.Result> apply(Sql sql, List<PreparedMutation> mutations) {
    if (mutations.size() > 1) {
      lock(sql, mutations);
    }
    if (together) {
      return writer.apply(sql, mutations);
    }
    var results = new ArrayList<Mutation.Result>(mutations.size());
    long bytes = 0;
    for (int i = 0; i < mutations.size(); i++) {
      try {
        results.addAll(writer.apply(sql, List.of(mutations.get(i))));
      } catch (Problem e) {
        throw placed(e, i);
      } catch (Violations.PossiblyStale e) {
        throw new Violations.PossiblyStale(placed(e.problem(), i));
      }
      bytes = RecordWriter.bounded(bytes, results.getLast());
    }
    return results;
  }

  private static void lock(Sql sql, List<PreparedMutation> mutations) {
    var tables = new TreeMap<Integer, RecordTable>();
    var ids = new HashMap<Integer, List<UUID>>();
    for (var mutation : mutations) {
      int number = mutation.table().collection().number();
      mutation
          .id()
          .ifPresent(id -> {
            tables.put(number, mutation.table());
            ids.computeIfAbsent(number, _ -> new ArrayList<>()).add(id);
          });
    }
    tables.forEach((number, table) -> table.lock(sql, ids.getOrDefault(number, List.of())));
  }

  private Problem placed(Problem problem, int index) {
    return !tellsPlaces || isOfAll(problem)
        ? problem
        : problem.member("index", IntNode.valueOf(index));
  }

  /** What no single mutation is to blame for. */
  private static boolean isOfAll(RuntimeException failure) {
    return failure instanceof Problem problem
        && (problem.kind() == Problem.Kind.UNAVAILABLE
            || problem.code().equals(RecordWriter.TOO_LARGE));
  }
}
