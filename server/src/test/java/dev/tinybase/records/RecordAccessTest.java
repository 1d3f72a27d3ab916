package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ADMIN;
import static dev.tinybase.records.RecordWorld.ALICE;
import static dev.tinybase.records.RecordWorld.ANONYMOUS;
import static dev.tinybase.records.RecordWorld.BOB;
import static dev.tinybase.records.RecordWorld.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.Principal;
import dev.tinybase.testing.Engine;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class RecordAccessTest {
  private static final String FIELDS =
      "{'name': 'title', 'type': 'string'}, {'name': 'open', 'type': 'boolean', 'default': false}";
  private static final List<String> WORDS = List.of("public", "auth", "owner", "admin");

  private final RecordWorld world;

  RecordAccessTest(Engine engine) {
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeCollections() {
    for (var word : WORDS) {
      world.collection(word, FIELDS, Collections.nCopies(5, "'" + word + "'"));
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  private UUID ofAlice(String collection) {
    return world.createFor(ALICE.id(), collection, "{'title': 'a'}");
  }

  private String read(Principal by, String word) {
    var id = ofAlice(word);
    return outcome(() -> world.get(by, word, id));
  }

  private String list(Principal by, String word) {
    return outcome(() -> world.list(by, word, RecordWorld.all()));
  }

  private String create(Principal by, String word) {
    return outcome(() -> world.create(by, word, "{'title': 'x'}"));
  }

  private String update(Principal by, String word) {
    var id = ofAlice(word);
    var patched = outcome(() -> world.patch(by, word, id, "{'title': 'y'}"));
    assertThat(outcome(() -> world.replace(by, word, id, "{'title': 'z'}"))).isEqualTo(patched);
    var title = world.get(ADMIN, word, id).get("data").get("title").stringValue();
    assertThat(title).isEqualTo(patched.equals("ok") ? "z" : "a");
    return patched;
  }

  private String delete(Principal by, String word) {
    var id = ofAlice(word);
    var outcome = outcome(() -> world.delete(by, word, id));
    assertThat(outcome(() -> world.get(ADMIN, word, id)))
        .isEqualTo(outcome.equals("ok") ? "record_not_found" : "ok");
    return outcome;
  }

  @Test
  void words_decide_who_may_do_what() {
    // In the order public, auth, owner, admin; Alice owns the record.
    var no = "access_denied";
    var gone = "record_not_found";
    var who = "not_authenticated";
    var expected =
        Map.of(
            "read",
            Map.of(
                ANONYMOUS, List.of("ok", no, no, no),
                BOB, List.of("ok", "ok", gone, no),
                ALICE, List.of("ok", "ok", "ok", no),
                ADMIN, List.of("ok", "ok", "ok", "ok")),
            "list",
            Map.of(
                ANONYMOUS, List.of("ok", no, no, no),
                BOB, List.of("ok", "ok", "ok", no),
                ALICE, List.of("ok", "ok", "ok", no),
                ADMIN, List.of("ok", "ok", "ok", "ok")),
            "create",
            Map.of(
                ANONYMOUS, List.of("ok", who, who, who),
                BOB, List.of("ok", "ok", "ok", no),
                ADMIN, List.of("ok", "ok", "ok", "ok")),
            "change",
            Map.of(
                ANONYMOUS, List.of("ok", who, who, who),
                BOB, List.of("ok", "ok", gone, no),
                ALICE, List.of("ok", "ok", "ok", no),
                ADMIN, List.of("ok", "ok", "ok", "ok")));
    expected.forEach((action, callers) ->
        callers.forEach((caller, outcomes) -> {
          for (int i = 0; i < WORDS.size(); i++) {
            var word = WORDS.get(i);
            var place = action + " by " + caller + " under " + word;
            var wanted = outcomes.get(i);
            switch (action) {
              case "read" -> assertThat(read(caller, word)).as(place).isEqualTo(wanted);
              case "list" -> assertThat(list(caller, word)).as(place).isEqualTo(wanted);
              case "create" -> assertThat(create(caller, word)).as(place).isEqualTo(wanted);
              default -> {
                assertThat(update(caller, word)).as(place).isEqualTo(wanted);
                assertThat(delete(caller, word)).as("delete " + place).isEqualTo(wanted);
              }
            }
          }
        }));
  }

  @Test
  void the_owner_rule_narrows_lists_to_ones_own() {
    world.create(ALICE, "owner", "{'title': 'hers'}");
    world.create(BOB, "owner", "{'title': 'his'}");
    world.createFor(null, "owner", "{'title': 'nobody'}");

    var hers = world.list(ALICE, "owner", RecordWorld.all());
    assertThat(hers.get("total").intValue()).isEqualTo(1);
    assertThat(hers.get("records").get(0).get("data").get("title").stringValue()).isEqualTo("hers");
    assertThat(world.list(ADMIN, "owner", RecordWorld.all()).get("total").intValue()).isEqualTo(3);
  }

  @Test
  void a_record_without_owner_belongs_to_admins() {
    var id = world.createFor(null, "owner", "{}");
    assertThat(outcome(() -> world.get(ALICE, "owner", id))).isEqualTo("record_not_found");
    assertThat(outcome(() -> world.patch(ALICE, "owner", id, "{'title': 'x'}")))
        .isEqualTo("record_not_found");
    assertThat(outcome(() -> world.delete(ADMIN, "owner", id))).isEqualTo("ok");
  }

  @Test
  void a_rule_that_refuses_the_caller_anyhow_refuses_him_whatever_the_record() {
    var elsewhere = ofAlice("public");
    assertThat(outcome(() -> world.get(ADMIN, "admin", elsewhere))).isEqualTo("record_not_found");
    for (var by : List.of(ANONYMOUS, BOB)) {
      assertThat(outcome(() -> world.get(by, "admin", elsewhere))).isEqualTo("access_denied");
    }
    assertThat(outcome(() -> world.patch(BOB, "admin", elsewhere, "{'title': 'x'}")))
        .isEqualTo("access_denied");
    assertThat(outcome(() -> world.delete(BOB, "admin", elsewhere))).isEqualTo("access_denied");
    assertThat(outcome(() -> world.delete(ANONYMOUS, "auth", elsewhere)))
        .isEqualTo("not_authenticated");
    assertThat(outcome(() -> world.list(ADMIN, "nowhere", RecordWorld.all())))
        .isEqualTo("collection_not_found");
  }

  @Test
  void only_admins_choose_owner_and_id() {
    var data = RecordWorld.json("{}");
    var id = UUID.randomUUID();
    var unsaid = Mutation.Owner.UNSAID;
    var toBob = Mutation.Owner.of(BOB.id());
    for (var create :
        List.of(
            new Mutation.Create("public", data, id, unsaid, null, null),
            new Mutation.Create("public", data, null, toBob, null, null),
            new Mutation.Create("public", data, null, unsaid, Instant.EPOCH, null),
            new Mutation.Create("public", data, null, unsaid, null, Instant.EPOCH))) {
      assertThat(outcome(() -> world.apply(BOB, create))).isEqualTo("admin_only");
    }

    world.apply(ADMIN, new Mutation.Create("owner", data, id, toBob, null, null));
    assertThat(world.get(BOB, "owner", id).get("owner_id").stringValue())
        .isEqualTo(BOB.id().toString());
    var again = new Mutation.Create("owner", data, id, unsaid, null, null);
    assertThat(outcome(() -> world.apply(ADMIN, again))).isEqualTo("duplicate_id");

    var toAlice = new Mutation.Update("owner", id, data, Mutation.Owner.of(ALICE.id()), null);
    assertThat(outcome(() -> world.apply(BOB, toAlice))).isEqualTo("admin_only");
    assertThat(world.records.apply(ADMIN, toAlice).orElseThrow().version()).isEqualTo(2);
    assertThat(outcome(() -> world.get(BOB, "owner", id))).isEqualTo("record_not_found");
    assertThat(outcome(() -> world.get(ALICE, "owner", id))).isEqualTo("ok");
  }

  @Test
  void filters_decide_by_the_record_and_the_caller() {
    var mine = "{'owner_id': '$user.id'}";
    var openOrMine = "{'or': [{'open': true}, " + mine + "]}";
    world.collection(
        "posts",
        FIELDS,
        List.of(
            openOrMine,
            openOrMine,
            "{'open': false}",
            "{'and': [" + mine + ", {'$new.title': {'ne': '$old.title'}}]}",
            "{'open': false}"));
    var closed = world.create(ALICE, "posts", "{'title': 'a'}");
    assertThat(outcome(() -> world.create(ALICE, "posts", "{'open': true}")))
        .isEqualTo("access_denied");
    var byAnyone = new Mutation.Create("posts", RecordWorld.json("{'title': 'by anyone'}"));
    assertThat(world.records.apply(ANONYMOUS, byAnyone)).as("nobody may read it").isEmpty();
    assertThat(outcome(() -> world.create(ANONYMOUS, "posts", "{'open': true}")))
        .isEqualTo("not_authenticated");

    assertThat(outcome(() -> world.get(ALICE, "posts", closed))).isEqualTo("ok");
    assertThat(outcome(() -> world.get(BOB, "posts", closed))).isEqualTo("record_not_found");
    assertThat(outcome(() -> world.get(ANONYMOUS, "posts", closed))).isEqualTo("record_not_found");
    assertThat(outcome(() -> world.get(BOB, "posts", UUID.randomUUID())))
        .isEqualTo("record_not_found");

    assertThat(outcome(() -> world.patch(BOB, "posts", closed, "{'title': 'b'}")))
        .isEqualTo("record_not_found");
    assertThat(outcome(() -> world.patch(ALICE, "posts", closed, "{'open': true}")))
        .isEqualTo("access_denied");
    assertThat(outcome(() -> world.patch(ALICE, "posts", closed, "{'title': 'b', 'open': true}")))
        .isEqualTo("ok");
    assertThat(outcome(() -> world.get(BOB, "posts", closed))).isEqualTo("ok");
    assertThat(outcome(() -> world.delete(ALICE, "posts", closed))).isEqualTo("access_denied");

    assertThat(world.list(BOB, "posts", RecordWorld.all()).get("total").intValue()).isEqualTo(1);
    assertThat(world.list(ADMIN, "posts", RecordWorld.all()).get("total").intValue()).isEqualTo(2);
    assertThat(outcome(() -> world.delete(ADMIN, "posts", closed))).isEqualTo("ok");
  }

  private String change(UUID id, String data) {
    return outcome(() -> world.patch(BOB, "papers", id, data));
  }

  @Test
  void rules_compare_the_lists_before_and_after_a_change() {
    var editor = "{'editors': {'has': '$user.id'}, '$new.editors': {'subset': '$old.editors'}}";
    world.collection(
        "papers",
        FIELDS + ", {'name': 'editors', 'type': 'list[string]'}",
        List.of("'public'", "'public'", "'auth'", editor, "'owner'"));
    var data = "{'title': 'a', 'editors': ['%s', 'carol']}".formatted(BOB.id());
    var id = world.createFor(ALICE.id(), "papers", data);

    assertThat(change(id, "{'title': 'b'}")).isEqualTo("ok");
    assertThat(change(id, "{'editors': {'$append': ['dave']}}")).isEqualTo("access_denied");
    assertThat(change(id, "{'editors': ['%s', 'dave']}".formatted(BOB.id())))
        .isEqualTo("access_denied");
    assertThat(change(id, "{'editors': {'$remove': ['carol']}}")).isEqualTo("ok");
    assertThat(change(id, "{'editors': {'$remove': ['%s']}}".formatted(BOB.id()))).isEqualTo("ok");
    assertThat(change(id, "{'title': 'c'}")).as("an editor no more").isEqualTo("access_denied");
  }

  private String changeUnder(String rule, String before, String change) {
    var name = "t" + UUID.randomUUID().toString().replace("-", "");
    world.collection(
        name,
        FIELDS
            + ", {'name': 'tags', 'type': 'list[string]', 'nullable': true}, {'name': 'things', 'type': 'list'}"
            + ", {'name': 'meta', 'type': 'json'}, {'name': 'price', 'type': 'decimal'}",
        List.of("'public'", "'public'", "'auth'", rule, "'owner'"));
    var id = world.createFor(ALICE.id(), name, before);
    return outcome(() -> world.patch(BOB, name, id, change));
  }

  private void allows(String rule, String before, String change) {
    assertThat(changeUnder(rule, before, change)).as(rule + change).isEqualTo("ok");
  }

  private void refuses(String rule, String before, String change) {
    assertThat(changeUnder(rule, before, change)).as(rule + change).isEqualTo("access_denied");
  }

  @Test
  void rules_ask_whether_a_field_changes() {
    var title = "{'not': {'changed': 'title'}}";
    allows(title, "{'title': 'a'}", "{'open': true, 'title': 'a'}");
    refuses(title, "{'title': 'a'}", "{'title': 'b'}");
    refuses(title, "{}", "{'title': 'b'}");
    refuses(title, "{'title': 'a'}", "{'title': null}");
    var several = "{'not': {'changed': ['tags', 'meta', 'price']}}";
    var before = "{'tags': ['a'], 'meta': {'a': 1, 'b': [2]}, 'price': '1.50'}";
    allows(several, before, "{'tags': ['a'], 'meta': {'b': [2], 'a': 1}, 'price': '1.5'}");
    refuses(several, before, "{'tags': ['a', 'a']}");
    refuses(several, before, "{'meta': {'a': 1, 'b': [3]}}");
    refuses(several, before, "{'price': '1.51'}");
    allows("{'not': {'changed': 'meta.a'}}", before, "{'meta': {'a': 1, 'b': 3}}");
    refuses("{'not': {'changed': 'meta.a'}}", before, "{'meta': {'b': [2]}}");
  }

  @Test
  void rules_hold_lists_of_both_states_against_each_other() {
    var before = "{'tags': ['a', 'b'], 'things': ['a', {'x': 1}], 'meta': ['a', 'b', 'c']}";
    allows("{'$new.tags': {'has_all': '$old.tags'}}", before, "{'tags': ['b', 'a', 'c']}");
    refuses("{'$new.tags': {'has_all': '$old.tags'}}", before, "{'tags': ['a', 'c']}");
    allows("{'$new.tags': {'has_any': '$old.tags'}}", before, "{'tags': ['a', 'c']}");
    refuses("{'$new.tags': {'has_any': '$old.tags'}}", before, "{'tags': ['c']}");
    allows("{'$new.tags': {'subset': '$old.meta'}}", before, "{'tags': ['c']}");
    refuses("{'$new.tags': {'subset': '$old.meta'}}", before, "{'tags': ['d']}");
    allows("{'$new.things': {'subset': '$old.things'}}", before, "{'things': [{'x': 1}]}");
    refuses("{'$new.things': {'subset': '$old.things'}}", before, "{'things': [{'x': 2}]}");
    refuses("{'$new.things': {'subset': '$old.things'}}", before, "{'things': ['a', null]}");
    refuses("{'$new.tags': {'subset': '$old.tags'}}", before, "{'tags': null}");
    allows("{'$new.tags': {'subset': ['a', '$user.email']}}", before, "{'tags': []}");
  }

  @Test
  void the_machines_operator_may_do_everything() {
    var operator = new Principal.Operator();
    var id = world.create(operator, "admin", "{'title': 'x'}");
    assertThat(world.get(operator, "admin", id).get("owner_id").isNull()).isTrue();
    assertThat(outcome(() -> world.delete(operator, "admin", id))).isEqualTo("ok");
  }
}
