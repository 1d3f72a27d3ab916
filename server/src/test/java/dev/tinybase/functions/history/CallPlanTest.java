package dev.tinybase.functions.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.testing.Engine;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The lists of calls are read through an index, in their order, without a sort. */
@ParameterizedClass
@EnumSource(Engine.class)
class CallPlanTest {
  private final Engine engine;
  private final HistoryWorld world;

  CallPlanTest(Engine engine) {
    this.engine = engine;
    world = new HistoryWorld(engine);
    for (int i = 0; i < 200; i++) {
      world.history.finished(world.succeeded("f" + i % 20, i));
    }
    world.history.calls().find(UUID.randomUUID());
    if (engine == Engine.POSTGRES) {
      world.database.write(sql -> sql.update("analyze _function_calls"));
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void the_newest_calls_come_first_by_their_ids() {
    assertThat(plan(CallReader.Filter.ALL, null)).doesNotContain("B-TREE", "Sort");
    assertThat(plan(CallReader.Filter.ALL, UUID.randomUUID()))
        .contains(key())
        .doesNotContain("Sort");
    var now = Instant.now();
    var span =
        new CallReader.Filter(null, null, null, null, null, null, null, now.minusSeconds(60), now);
    assertThat(plan(span, null)).contains(key()).doesNotContain("B-TREE", "Sort");
  }

  @Test
  void each_filter_that_finds_few_has_its_index() {
    var id = UUID.randomUUID();
    uses(
        "_function_calls_function",
        new CallReader.Filter("rare", null, null, null, null, null, null, null, null));
    uses(
        "_function_calls_failed",
        new CallReader.Filter(null, Status.FAILED, null, null, null, null, null, null, null));
    uses(
        "_function_calls_running",
        new CallReader.Filter(null, Status.RUNNING, null, null, null, null, null, null, null));
    uses(
        "_function_calls_user",
        new CallReader.Filter(null, null, null, id, null, null, null, null, null));
    uses(
        "_function_calls_version",
        new CallReader.Filter(null, null, null, null, id, null, null, null, null));
    uses(
        "_function_calls_job",
        new CallReader.Filter(null, null, null, null, null, id, null, null, null));
  }

  private void uses(String index, CallReader.Filter filter) {
    assertThat(plan(filter, null)).contains(index).doesNotContain("B-TREE", "Sort");
    assertThat(plan(filter, UUID.randomUUID())).contains(index).doesNotContain("B-TREE", "Sort");
  }

  private String key() {
    return switch (engine) {
      case SQLITE -> "USING PRIMARY KEY";
      case POSTGRES -> "_function_calls_pkey";
    };
  }

  private String plan(CallReader.Filter filter, @Nullable UUID before) {
    var where = before == null ? filter.where() : filter.where().and("id < ?", before);
    var text = world.history.calls().text(where);
    var values = where.with(100, 0);
    List<String> lines =
        switch (engine) {
          case SQLITE ->
              world.database.read(
                  sql -> sql.list("explain query plan " + text, row -> row.text(4), values));
          case POSTGRES ->
              world.database.write(sql -> {
                sql.update("set local enable_seqscan = off");
                sql.update("set local enable_bitmapscan = off");
                return sql.list("explain " + text, row -> row.text(1), values);
              });
        };
    return String.join("\n", lines);
  }
}
