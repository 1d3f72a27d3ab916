package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ALICE;
import static dev.tinybase.records.RecordWorld.ANONYMOUS;
import static dev.tinybase.records.RecordWorld.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A hidden field is answered as one that does not exist, at every door. */
@ParameterizedClass
@EnumSource(Engine.class)
class HiddenFieldsTest {
  private static final String SECRET = "hunter2";
  private static final List<Principal> STRANGERS = List.of(ANONYMOUS, ALICE);

  private final RecordWorld world;
  private UUID id = new UUID(0, 0);

  HiddenFieldsTest(Engine engine) {
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeRecord() {
    world.collection(
        "people",
        "{'name': 'name', 'type': 'string'},"
            + "{'name': 'secret', 'type': 'string', 'hidden': true, 'unique': true},"
            + "{'name': 'rank', 'type': 'integer', 'read_only': true, 'default': 7}",
        Collections.nCopies(5, "'public'"));
    id = world.createFor(ALICE.id(), "people", "{'name': 'Ann', 'secret': '" + SECRET + "'}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static String text(RecordJson.Document document) {
    return new String(document.json().toBytes(), StandardCharsets.UTF_8);
  }

  private String list(Principal by, Map<String, String> query) {
    return new String(
        world
            .records
            .list(
                by,
                "people",
                query(query),
                (ListQuery asked) -> new ListQuery.JsonPage(asked, _ -> {}))
            .toBytes(),
        StandardCharsets.UTF_8);
  }

  @Test
  void it_is_shown_to_admins_only() {
    for (var by : STRANGERS) {
      assertThat(text(world.records.get(by, "people", id))).doesNotContain("secret", SECRET);
      assertThat(list(by, Map.of())).doesNotContain("secret", SECRET);
      assertThat(list(by, Map.of("fields", "name,id"))).doesNotContain("secret", SECRET);
      assertThat(world.patch(by, "people", id, "{'name': 'Bea'}").toString())
          .doesNotContain("secret", SECRET);
      assertThat(world.replace(by, "people", id, "{'name': 'Bea'}").toString())
          .doesNotContain("secret", SECRET);
      var create = new Mutation.Create("people", RecordWorld.json("{'name': 'Cat'}"));
      assertThat(world.apply(by, create).toString()).doesNotContain("secret");
    }
    assertThat(text(world.records.get(ADMIN, "people", id))).contains(SECRET);
    assertThat(list(ADMIN, Map.of("fields", "secret"))).contains(SECRET);
  }

  @Test
  void it_can_be_neither_chosen_nor_sorted_nor_filtered_by_others() {
    var doors =
        List.of(
            Map.of("fields", "secret"),
            Map.of("sort", "secret"),
            Map.of("sort", "name,-secret"),
            Map.of("filter[secret]", SECRET),
            Map.of("filter[secret][starts_with]", "h"),
            Map.of("filter", "{\"or\": [{\"secret\": {\"null\": false}}]}"));
    for (var door : doors) {
      assertThat(list(ADMIN, door)).as("admin at %s", door).contains(id.toString());
      for (var by : STRANGERS) {
        var problem = refused(() -> list(by, door));
        var unknown = refused(() -> list(by, renamed(door)));
        assertThat(problem.code()).as("%s at %s", by, door).isEqualTo(unknown.code());
        assertThat(problem.detail()).isEqualTo(unknown.detail().replace("sekret", "secret"));
      }
    }
  }

  @Test
  void hints_do_not_name_it() {
    for (var door :
        List.of(Map.of("fields", "secre"), Map.of("sort", "secre"), Map.of("filter[secre]", "x"))) {
      assertThat(refused(() -> list(ALICE, door)).detail()).doesNotContain("'secret'");
      assertThat(refused(() -> list(ADMIN, door)).detail()).contains("'secret'");
    }
  }

  @Test
  void a_cursor_of_an_admin_opens_nothing_to_others() {
    world.createFor(null, "people", "{'secret': 'other'}");
    var page = world.list(ADMIN, "people", query(Map.of("sort", "secret", "limit", "1")));
    var cursor = page.get("next_cursor").stringValue();
    for (var by : STRANGERS) {
      assertThatThrownBy(() -> list(by, Map.of("cursor", cursor, "sort", "secret")))
          .isInstanceOf(Problem.class);
      assertThatThrownBy(() -> list(by, Map.of("cursor", cursor))).isInstanceOf(Problem.class);
    }
  }

  @Test
  void others_can_not_write_it_and_keep_it_when_they_replace() {
    for (var by : STRANGERS) {
      var data = "{'secret': 'mine'}";
      assertThat(refused(() -> world.create(by, "people", data)).code())
          .isEqualTo("validation_failed");
      assertThat(refused(() -> world.patch(by, "people", id, data)).errors().getFirst().code())
          .isEqualTo("unknown_field");
      assertThat(
              refused(() -> world.patch(by, "people", id, "{'rank': 1}"))
                  .errors()
                  .getFirst()
                  .code())
          .isEqualTo("read_only");
      world.replace(by, "people", id, "{'name': 'Dan'}");
    }
    var data = world.get(ADMIN, "people", id).get("data");
    assertThat(data.get("secret").stringValue()).isEqualTo(SECRET);
    assertThat(data.get("rank").intValue()).isEqualTo(7);
    assertThat(data.get("name").stringValue()).isEqualTo("Dan");
  }

  @Test
  void its_uniqueness_is_told_to_admins_by_name() {
    var again = refused(() -> world.create(ADMIN, "people", "{'secret': '" + SECRET + "'}"));
    assertThat(again.errors())
        .singleElement()
        .satisfies(e -> assertThat(e.field()).isEqualTo("secret"));
  }

  private static Map<String, String> renamed(Map<String, String> door) {
    var other = new java.util.HashMap<String, String>();
    door.forEach((name, value) ->
        other.put(name.replace("secret", "sekret"), value.replace("secret", "sekret")));
    return other;
  }

  private static Problem refused(Runnable action) {
    return catchThrowableOfType(Problem.class, action::run);
  }
}
