package dev.tinybase.functions.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.functions.calls.HandMade;
import dev.tinybase.functions.registry.Registry.Function;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private final Registry registry = new Registry();

  @Test
  void owners_are_replaced_apart_from_each_other() {
    registry.replace(Declarations.FOLDER, functions("a"));
    registry.replace("audit", functions("b"));
    registry.replace("audit", functions("c"));

    assertThat(registry.list()).extracting(Function::name).containsExactly("a", "c");

    registry.remove("audit");
    assertThat(registry.list()).extracting(Function::name).containsExactly("a");
  }

  @Test
  void a_name_belongs_to_whoever_had_it_first_until_he_gives_it_up() {
    registry.replace("audit", functions("a"));
    var first = registry.find("a").orElseThrow();
    registry.replace(Declarations.FOLDER, functions("a", "b"));

    assertThat(registry.find("a")).containsSame(first);
    assertThat(registry.heldByOthers(Declarations.FOLDER))
        .isEqualTo(Map.of("a", "the extension 'audit'"));
    assertThat(registry.heldByOthers("audit")).isEqualTo(Map.of("b", "b.java"));

    registry.replace("audit", functions());
    assertThat(registry.find("a").orElseThrow()).isNotSameAs(first);
    assertThat(registry.heldByOthers("audit")).isEqualTo(Map.of("a", "a.java", "b", "b.java"));

    registry.replace("audit", functions("a"));
    assertThat(registry.heldByOthers(Declarations.FOLDER)).isEmpty();
  }

  @Test
  void what_could_not_be_loaded_keeps_its_name_and_tells_why() {
    registry.replace(
        "audit",
        new Declarations(
            Map.of(), Map.of(), List.of(), List.of(), Map.of("a", "It is broken."), false, false));
    registry.replace(Declarations.FOLDER, functions("a", "b"));

    assertThat(registry.find("a")).isEmpty();
    assertThat(registry.unavailable("a")).contains("It is broken.");
    assertThat(registry.unavailable("b")).isEmpty();
    assertThat(registry.isComplete()).isFalse();

    registry.remove("audit");
    assertThat(registry.find("a")).isPresent();
    assertThat(registry.unavailable("a")).isEmpty();
    assertThat(registry.isComplete()).isTrue();
  }

  @Test
  void listeners_hear_of_every_change_but_the_end() {
    var changes = new AtomicInteger();
    registry.onChange(changes::incrementAndGet);

    registry.replace(Declarations.FOLDER, functions("a"));
    registry.replace("audit", functions("b"));
    registry.remove("audit");
    assertThat(changes).hasValue(3);

    registry.close();
    assertThat(registry.list()).isEmpty();
    assertThat(changes).hasValue(3);
  }

  private static Declarations functions(String... names) {
    var all = new HashMap<String, Function>();
    for (var name : names) {
      all.put(name, HandMade.named(name, (_, _, _) -> HandMade.json("1")).function());
    }
    return Declarations.of(all);
  }
}
