package dev.tinybase.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HookRegistryTest {
  private final HookRegistry registry = new HookRegistry();

  private static HookHandler handler(String name, HookKind kind, int priority, String... targets) {
    return new HookHandler(
        new HookDeclaration(kind, Set.of(targets), null, priority),
        name,
        "hooks.java",
        null,
        (_, _) -> null,
        new HookFigures());
  }

  private List<String> names(HookKind kind, String target) {
    return registry.of(kind, target).stream().map(HookHandler::name).toList();
  }

  @Test
  void handlers_are_found_by_kind_and_target_in_the_order_of_priority_and_name() {
    registry.replace(
        List.of(
            handler("b.one", HookKind.BEFORE_RECORD_CREATE, 0, "posts"),
            handler("a.late", HookKind.BEFORE_RECORD_CREATE, 9, "posts", "comments"),
            handler("a.all", HookKind.BEFORE_RECORD_CREATE, 0, "*", "tags"),
            handler("z.early", HookKind.BEFORE_RECORD_CREATE, -1, "posts"),
            handler("a.update", HookKind.BEFORE_RECORD_UPDATE, 0, "posts")));
    assertThat(names(HookKind.BEFORE_RECORD_CREATE, "posts"))
        .containsExactly("z.early", "a.all", "b.one", "a.late");
    assertThat(names(HookKind.BEFORE_RECORD_CREATE, "comments")).containsExactly("a.all", "a.late");
    assertThat(names(HookKind.BEFORE_RECORD_CREATE, "others")).containsExactly("a.all");
    assertThat(names(HookKind.BEFORE_RECORD_UPDATE, "posts")).containsExactly("a.update");
    assertThat(names(HookKind.BEFORE_RECORD_UPDATE, "others")).isEmpty();
    assertThat(names(HookKind.BEFORE_LOGIN, "")).isEmpty();
  }

  @Test
  void listeners_see_the_new_handlers() {
    var seen = new ArrayList<Integer>();
    registry.onChange(() -> seen.add(registry.list().size()));
    registry.replace(List.of(handler("a.b", HookKind.ON_STARTUP, 0, "*")));
    registry.replace(List.of());
    assertThat(seen).containsExactly(1, 0);
  }

  @Test
  void a_chain_is_read_as_it_was_written_and_ends_with_the_eighth_handler() {
    var chain = HookChain.NONE;
    for (int i = 1; i <= HookChain.DEEPEST; i++) {
      chain = chain.with("a.h" + i);
    }
    assertThat(HookChain.parse(chain.toString())).isEqualTo(chain);
    assertThat(HookChain.parse(HookChain.NONE.toString())).isEqualTo(HookChain.NONE);
    var full = chain;
    assertThatThrownBy(() -> full.with("a.h9"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("hook_loop");
              assertThat(problem.detail()).contains("a.h1 > a.h2").endsWith("a.h8 > a.h9");
            });
  }

  @Test
  void a_chain_is_current_within_its_work_alone() {
    var chain = HookChain.NONE.with("a.b");
    assertThat(chain.call(HookChain::current)).isEqualTo(chain);
    assertThat(HookChain.current()).isEqualTo(HookChain.NONE);
  }

  @Test
  void the_95th_percentile_is_that_of_the_bucket_where_it_lies() {
    var figures = new HookFigures();
    assertThat(figures.p95Millis()).isZero();
    for (int i = 0; i < 100; i++) {
      figures.record(i < 90 ? 10_000 : 5_000_000, i == 99);
    }
    assertThat(figures.p95Millis()).isBetween(2.5, 8.0);
    assertThat(figures.calls()).isEqualTo(100);
    assertThat(figures.failures()).isEqualTo(1);
  }
}
