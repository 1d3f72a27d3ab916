package dev.tinybase.collections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.Database;
import dev.tinybase.db.JsonText;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.FieldValues;
import dev.tinybase.testing.Engine;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Engine.class)
class SchemaChangeTest {
  private final Database database;
  private final CollectionService collections;

  SchemaChangeTest(Engine engine) {
    database = engine.fresh();
    collections = new CollectionService(database, InstantSource.system());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void an_added_field_is_null_or_its_default_in_old_records() {
    create("{'name':'a'}");
    insert("\"a\"", "x");

    var change =
        change(
            "{'name':'a'},{'name':'b','type':'int'},{'name':'c','required':true,'default':'d'},"
                + "{'name':'e','type':'list'},{'name':'f','type':'bool','nullable':true,'default':true}");

    assertThat(change.steps())
        .extracting(SchemaStep::text)
        .containsExactly(
            "Add field 'b' (integer)",
            "Add field 'c' (string)",
            "Add field 'e' (list)",
            "Add field 'f' (boolean)");
    assertThat(rows()).containsExactly(row("x", null, "d", new JsonText("[]"), true));
    assertThatThrownBy(() -> insert("\"c\"", new @Nullable Object[] {null}))
        .isInstanceOf(ConstraintViolation.class);
  }

  @Test
  void a_required_field_needs_a_default_when_there_are_records() {
    create("{'name':'a'}");
    change("{'name':'a'},{'name':'b','required':true}");
    insert("\"a\", \"b\"", "x", "y");

    assertUnchanged(
        "{'name':'a'},{'name':'b','required':true},{'name':'c','required':true}",
        "default_required",
        "'c' is required");
  }

  @Test
  void large_values_are_converted_some_megabytes_at_a_time() {
    create("{'name':'a','max_length':10000000}");
    var large = "x".repeat(4 << 20);
    for (int i = 0; i < 12; i++) {
      insert("\"a\"", i + large);
    }
    insert("\"a\"", new @Nullable Object[] {null});

    change("{'name':'a','type':'list'}");

    var sizes =
        database.read(
            sql -> sql.list("select octet_length(cast(a as text)) from things", r -> r.integer(1)));
    assertThat(sizes).hasSize(13).filteredOn(bytes -> bytes > large.length()).hasSize(12);
  }

  @Test
  void a_renamed_field_keeps_values_and_index() {
    create("{'name':'a','unique':true},{'name':'b','required':true}");
    insert("\"a\", \"b\"", "x", "y");

    var change =
        change("{'name':'c','unique':true,'renamed_from':'a'},{'name':'b','required':true}");

    assertThat(change.steps()).extracting(SchemaStep::word).containsExactly("rename_field");
    assertThat(rows()).containsExactly(row("x", "y"));
    assertThatThrownBy(() -> insert("\"c\", \"b\"", "x", "z"))
        .isInstanceOfSatisfying(
            ConstraintViolation.class, e -> assertThat(e.columns()).containsExactly("c"));
    var view = database.read(sql -> sql.first("select c || b from things", r -> r.text(1)));
    assertThat(view).contains("xy");
  }

  @Test
  void fields_can_swap_their_names_and_change_their_case() {
    create("{'name':'a'},{'name':'b'}");
    insert("\"a\", \"b\"", "x", "y");

    change("{'name':'b','renamed_from':'a'},{'name':'a','renamed_from':'b'}");
    assertThat(rows()).containsExactly(row("x", "y"));
    assertThat(fields()).containsExactly("b", "a");

    change("{'name':'B'},{'name':'a'}");
    assertThat(rows()).containsExactly(row("x", "y"));
    assertThat(fields()).containsExactly("B", "a");
  }

  @Test
  void a_name_can_be_taken_over_from_a_dropped_field() {
    create("{'name':'a'},{'name':'b'}");
    insert("\"a\", \"b\"", "x", "y");

    assertUnchanged("{'name':'b','renamed_from':'a'}", "invalid_schema", "list it in 'drop'");
    collections.update("things", update("{'name':'b','renamed_from':'a'}", "b"));

    assertThat(rows()).containsExactly(row("x"));
  }

  @Test
  void a_field_that_holds_data_is_dropped_only_when_it_is_listed() {
    create("{'name':'a'},{'name':'b'},{'name':'t','type':'list'}");
    insert("\"a\", \"t\"", "x", new JsonText("[]"));

    assertUnchanged("{'name':'b'},{'name':'t','type':'list'}", "drop_required", "'a'");
    change("{'name':'a'}");
    assertThat(fields()).containsExactly("a");
    collections.update("things", update("{'name':'z'}", "a"));
    assertThat(fields()).containsExactly("z");
  }

  @Test
  void a_drop_list_that_names_something_else_is_refused() {
    create("{'name':'a'},{'name':'b'}");
    assertRefused(update("{'name':'a'}", "bb"), "invalid_schema", "did you mean 'b'");
    assertRefused(update("{'name':'a'}", "a"), "invalid_schema", "the schema keeps it");
    assertRefused(
        update("{'name':'c','renamed_from':'x'}"), "invalid_schema", "'x', which is no field");
    assertRefused(
        update("{'name':'c','renamed_from':'a'},{'name':'a'}"), "invalid_schema", "stays a field");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          string   | "12"                   | integer       | 12
          string   | " 1.50 "               | decimal       | "1.5"
          string   | "1e3"                  | number        | 1000.0
          string   | "yes"                  | boolean       | true
          string   | "2026-01-02"           | date          | "2026-01-02"
          string   | "2026-01-02T00:00:00+02:00" | datetime | "2026-01-01T22:00:00Z"
          string   | "[1]"                  | json          | "[1]"
          string   | "{\\"a\\":1}"          | object        | {"a":1}
          string   | "a"                    | list[string]  | ["a"]
          integer  | 12                     | string        | "12"
          integer  | 1234567                | number        | 1234567.0
          integer  | 12                     | decimal       | "12"
          integer  | 1                      | boolean       | true
          integer  | 3                      | list[integer] | [3]
          integer  | 3                      | json          | 3
          number   | 2.0                    | integer       | 2
          number   | 0.1                    | decimal       | "0.1"
          number   | 0.1                    | string        | "0.1"
          decimal  | "0.1"                  | number        | 0.1
          decimal  | "12"                   | integer       | 12
          decimal  | "1.5"                  | string        | "1.5"
          boolean  | true                   | string        | "true"
          boolean  | false                  | integer       | 0
          date     | "2026-01-02"           | string        | "2026-01-02"
          date     | "2026-01-02"           | datetime      | "2026-01-02T00:00:00Z"
          datetime | "2026-01-02T03:04:05.123456Z" | string | "2026-01-02T03:04:05.123456Z"
          json     | "x"                    | string        | "x"
          json     | {"a":1}                | object        | {"a":1}
          json     | [1,2]                  | list[integer] | [1,2]
          json     | 5                      | integer       | 5
          object   | {"a":1}                | json          | {"a":1}
          object   | {"a":1}                | string        | "{\\"a\\":1}"
          list     | ["1",2]                | list[integer] | [1,2]
          list[integer] | [1,2]             | list          | [1,2]
          list[integer] | [1,2]             | list[string]  | refused
          string   | null                   | integer       | null
          string   | null                   | list          | []
          string   | "abc"                  | integer       | refused
          string   | "1.5"                  | integer       | refused
          string   | "abc"                  | object        | refused
          integer  | 9007199254740993       | number        | refused
          string   | "9007199254740993"     | number        | refused
          string   | "0.12345678901234567890" | number      | refused
          json     | 9007199254740993       | number        | refused
          json     | "9007199254740993"     | number        | refused
          decimal  | "9007199254740993"     | number        | refused
          decimal  | "9007199254740993"     | list[number]  | refused
          string   | "9007199254740993"     | list[number]  | refused
          integer  | 9007199254740993       | list[number]  | refused
          list[integer] | [1,9007199254740993] | list[number] | refused
          list     | ["0.12345678901234567890"] | list[number] | refused
          json     | [9007199254740993]     | list[number]  | refused
          list[integer] | [1,9007199254740992] | list[number] | [1.0,9007199254740992]
          integer  | 1152921504606846976    | number        | refused
          json     | 9007199254740993       | string        | "9007199254740993"
          json     | 9007199254740993.25    | decimal       | "9007199254740993.25"
          number   | 4915112345678.0        | string        | "4915112345678"
          number   | 12345.0                | string        | "12345"
          number   | 1e-7                   | string        | "1E-7"
          number   | -0.25                  | string        | "-0.25"
          json     | 12345.0                | string        | "12345"
          datetime | "2026-01-02T00:00:00Z" | date          | "2026-01-02"
          datetime | "2026-01-02T02:00:00+02:00" | date     | "2026-01-02"
          datetime | "2026-01-02T00:00:00.000001Z" | date   | refused
          string   | "2026-01-02T00:00:00.1234567Z" | datetime | refused
          string   | "2026-01-02T00:00:00.123456000Z" | datetime | "2026-01-02T00:00:00.123456Z"
          integer  | 2                      | boolean       | refused
          number   | 1.5                    | integer       | refused
          decimal  | "0.12345678901234567890" | number      | refused
          date     | "2026-01-02"           | integer       | refused
          datetime | "2026-01-02T03:04:05Z" | date          | refused
          json     | [1]                    | object        | refused
          list     | [1,"x"]                | list[integer] | refused
          """)
  void a_value_is_converted_exactly_or_the_change_is_refused(
      String from, String value, String to, String expected) {
    var before = create("{'name':'v','type':'" + from + "','nullable':true},{'name':'o'}");
    insert("\"v\", \"o\"", stored(before, value), "other");
    var there = "{'name':'v','type':'" + to + "'},{'name':'o'}";

    if (expected.equals("refused")) {
      assertUnchanged(there, "existing_records", "Cannot ");
      return;
    }
    change(there);
    var row = rows().getFirst();
    assertThat(text(FieldValues.node(row.get(0)))).isEqualTo(text(Json.parse(expected)));
    assertThat(row.get(1)).isEqualTo("other");
  }

  @Test
  void a_failing_conversion_names_the_first_five_records() {
    create("{'name':'age'}");
    for (int i = 0; i < 8; i++) {
      insert("\"age\"", i < 2 ? "1" : "old" + i);
    }

    assertThatThrownBy(() -> change("{'name':'age','type':'int'}"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.detail())
                  .startsWith("Cannot convert 'age' from string to integer: record ")
                  .contains("has \"old", "which must be an integer")
                  .endsWith("Nothing was changed.");
              assertThat(problem.errors()).hasSize(5);
            });
  }

  @Test
  void a_conversion_of_many_records_reaches_all_and_keeps_the_indexes() {
    create("{'name':'n','index':true,'required':true},{'name':'m'}");
    collections.update("things", options("{'indexes':[{'fields':['n','-m'],'unique':true}]}"));
    var collection = collections.get("things");
    database.write(sql -> {
      for (int i = 0; i < 2_500; i++) {
        sql.update(
            "insert into "
                + collection.table()
                + " (id, created_at, updated_at, n)"
                + " values (?, ?, ?, ?)",
            UUID.randomUUID(),
            collection.createdAt(),
            collection.createdAt(),
            "" + i);
      }
      return 0;
    });

    change("{'name':'n','type':'int','index':true,'required':true},{'name':'m'}");

    long sum = database.read(sql -> sql.number("select sum(n) from things"));
    assertThat(sum).isEqualTo(2_499L * 2_500 / 2);
    var definitions = Fingerprint.of(database, collections.get("things")).definitions();
    assertThat(definitions).filteredOn(text -> text.contains("_i_n_")).isNotEmpty();
    assertThat(definitions).filteredOn(text -> text.contains("_u_n_m_")).isNotEmpty();
    assertThatThrownBy(() -> insert("\"n\"", new @Nullable Object[] {null}))
        .isInstanceOf(ConstraintViolation.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'type':'string'                 | "abc"  | 'type':'string','max_length':2        | at most 2 characters
          'type':'string'                 | "abc"  | 'type':'string','min_length':4        | at least 4
          'type':'string'                 | "abc"  | 'type':'string','pattern':'^x'        | pattern
          'type':'string'                 | "abc"  | 'type':'string','values':['x']        | one of x
          'type':'string'                 | "abc"  | 'type':'string','format':'email'      | e-mail
          'type':'integer'                | 5      | 'type':'integer','min':6              | at least 6
          'type':'number'                 | 5.5    | 'type':'number','max':5               | at most 5
          'type':'decimal'                | "5.5"  | 'type':'decimal','max':5              | at most 5
          'type':'list[string]'           | ["ab"] | 'type':'list[string]','items':{'max_length':1} | item 0
          'type':'list'                   | [1]    | 'type':'list','min_length':2          | at least 2 items
          'type':'string'                 | null   | 'type':'string','required':true       | without a default
          'type':'integer','nullable':true | null  | 'type':'integer','required':true      | has none
          """)
  void a_tightened_constraint_is_checked_against_the_records(
      String from, String value, String to, String message) {
    var before = create("{'name':'v'," + from + "}");
    insert("\"v\"", stored(before, value));

    assertUnchanged("{'name':'v'," + to + "}", "existing_records", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'type':'string','required':true | "abc"  | 'type':'string'                       | "abc"
          'type':'string'                 | "abc"  | 'type':'string','max_length':3,'required':true | "abc"
          'type':'string'                 | null   | 'type':'string','default':'d'         | "d"
          'type':'string','max_length':3  | "abc"  | 'type':'string','max_length':5,'hidden':true | "abc"
          'type':'list'                   | []     | 'type':'list','nullable':true         | []
          """)
  void a_constraint_that_the_records_keep_is_taken(
      String from, String value, String to, String expected) {
    var before = create("{'name':'v'," + from + "}");
    insert("\"v\"", stored(before, value));

    var change = change("{'name':'v'," + to + "}");

    assertThat(change.steps()).extracting(SchemaStep::word).containsExactly("change_field");
    assertThat(text(FieldValues.node(rows().getFirst().get(0)))).isEqualTo(expected);
    boolean nullable = change.collection().schema().fields().getFirst().acceptsNull();
    if (nullable) {
      insert("\"v\"", new @Nullable Object[] {null});
    } else {
      assertThatThrownBy(() -> insert("\"v\"", new @Nullable Object[] {null}))
          .isInstanceOf(ConstraintViolation.class);
    }
  }

  @Test
  void a_field_becomes_unique_only_when_its_values_are() {
    create("{'name':'a'},{'name':'n','type':'decimal'}");
    insert("\"a\", \"n\"", "x", new BigDecimal("1.5"));
    insert("\"a\", \"n\"", "x", new BigDecimal("2"));
    insert("\"n\"", new BigDecimal("3"));
    insert("\"n\"", new BigDecimal("4"));

    assertUnchanged(
        "{'name':'a','unique':true},{'name':'n','type':'decimal'}",
        "existing_records",
        "share \"x\"");
    var change = change("{'name':'a'},{'name':'n','type':'decimal','unique':true}");

    assertThat(change.steps())
        .extracting(SchemaStep::word)
        .containsExactly("change_field", "add_index");
    assertThatThrownBy(() -> insert("\"n\"", new BigDecimal("1.5")))
        .isInstanceOfSatisfying(
            ConstraintViolation.class, e -> assertThat(e.columns()).containsExactly("n"));
  }

  @Test
  void compound_indexes_come_and_go() {
    create("{'name':'a'},{'name':'b','type':'int'}");
    insert("\"a\", \"b\"", "x", 1L);
    insert("\"a\", \"b\"", "x", 2L);

    assertRefused(options("{'indexes':[{'fields':['a'],'unique':true}]}"), "existing_records", "x");
    var added =
        collections.update("things", options("{'indexes':[{'fields':['a','-b'],'unique':true}]}"));
    assertThat(added.steps())
        .extracting(SchemaStep::text)
        .containsExactly("Change the options", "Add a unique index over a, b");
    assertThatThrownBy(() -> insert("\"a\", \"b\"", "x", 2L))
        .isInstanceOfSatisfying(
            ConstraintViolation.class, e -> assertThat(e.columns()).containsExactly("a", "b"));

    collections.update("things", options("{}"));
    insert("\"a\", \"b\"", "x", 2L);
  }

  @Test
  void an_index_over_longer_texts_than_it_takes_is_refused() {
    create("{'name':'a'}");
    insert("\"a\"", "é".repeat(2_000));

    assertUnchanged("{'name':'a','index':true}", "existing_records", "has 4000 bytes");
  }

  @Test
  void a_dry_run_tells_what_would_be_done_and_does_nothing() {
    create("{'name':'a'}");
    insert("\"a\"", "x");
    var before = Fingerprint.of(database, collections.get("things"));

    var dry =
        collections.update(
            "things",
            new CollectionUpdate(
                null,
                schema("{'name':'a'},{'name':'b','default':'y'}"),
                null,
                Set.of(),
                null,
                true));

    assertThat(dry.steps()).extracting(SchemaStep::text).containsExactly("Add field 'b' (string)");
    assertThat(dry.collection().schemaVersion()).isEqualTo(2);
    assertThat(collections.get("things").schemaVersion()).isEqualTo(1);
    assertThat(Fingerprint.of(database, collections.get("things"))).isEqualTo(before);
  }

  @Test
  void a_dry_run_counts_the_records_that_a_step_concerns() {
    create("{'name':'a'},{'name':'b'},{'name':'c'}");
    insert("\"a\"", "1");
    insert("\"a\"", "2");
    insert("\"b\"", "3");

    var dry =
        collections.update(
            "things",
            new CollectionUpdate(
                null,
                schema("{'name':'b','max_length':9},{'name':'a','type':'integer'},{'name':'d'}"),
                null,
                Set.of("c"),
                null,
                true));

    assertThat(dry.steps())
        .extracting(step -> step.word() + " " + dry.records().get(step))
        .containsExactly("drop_field 0", "change_field 1", "convert_field 2", "add_field 3");
  }

  @Test
  void an_owner_rule_brings_an_index_for_the_owner() {
    create("{'name':'a'}");
    assertThat(collections.update("things", options("{'access':{'list':'public'}}")).steps())
        .extracting(SchemaStep::text)
        .contains("Drop the index over owner_id, created_at, id");
    assertThat(collections.update("things", options("{'access':{'list':'owner'}}")).steps())
        .extracting(SchemaStep::text)
        .contains("Add an index over owner_id, created_at, id");
  }

  @Test
  void an_index_that_an_older_version_did_not_make_comes_with_the_next_change() {
    create("{'name':'a'}");
    var made = collections.get("things");
    var index = TableIndex.of(made.number(), made.schema(), made.options()).getFirst().name();
    drop(index);
    change("{'name':'a'},{'name':'b'}");
    assertThat(Fingerprint.definitions(database, made.table()))
        .anyMatch(definition -> definition.contains(index));
    drop(index);
    collections.update("things", options("{'access':{'list':'public'}}"));
    assertThat(Fingerprint.definitions(database, made.table()))
        .noneMatch(definition -> definition.contains(index));
  }

  @Test
  void a_field_that_was_there_before_its_name_was_reserved_stays_until_it_is_renamed() {
    create("{'name':'a'}");
    insert("\"a\"", "x");
    database.write(sql -> {
      sql.execute("drop view things");
      sql.execute(
          "alter table " + collections.get("things").table() + " rename column a to \"or\"");
      sql.execute("create view things as select \"or\" from " + collections.get("things").table());
      return sql.update(
          "update _collections set schema_version = 2, schema = ?",
          Json.text(schema("{'name':'or','type':'string','required':false}")));
    });
    assertThat(collections.reload("things").schema().names()).containsExactly("or");

    change("{'name':'or'},{'name':'b'}");
    assertThat(rows()).containsExactly(row("x", null));
    assertRefused(
        update("{'name':'or'},{'name':'b'},{'name':'not'}"), "invalid_schema", "a word of filters");
    change("{'name':'either','renamed_from':'or'},{'name':'b'}");
    assertThat(rows()).containsExactly(row("x", null));
    assertRefused(
        update("{'name':'or','renamed_from':'either'},{'name':'b'}"),
        "invalid_schema",
        "a word of filters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          string   | "it's; -- \\\\ \\"?\\" ünï 🙂 $1 %s"
          string   | ""
          integer  | -9223372036854775808
          number   | -1.5E300
          number   | 3.0
          decimal  | "-0.00000000000000000001"
          boolean  | false
          boolean  | true
          date     | "0001-01-01"
          datetime | "1969-12-31T23:59:59.999999Z"
          json     | {"a'b":["\\\\",null]}
          object   | {"x":"'"}
          list     | []
          list[string] | ["a'b;"]
          """)
  void a_default_comes_to_old_records_without_rewriting_them(String type, String value) {
    create("{'name':'a','index':true}");
    insert("\"a\"", "x");
    var field = "{\"name\":\"d\",\"type\":\"" + type + "\",\"default\":" + value + "}";
    var fields = Json.parse("{\"fields\":[{\"name\":\"a\",\"index\":true}," + field + "]}");
    collections.update("things", new CollectionUpdate(null, fields, null, Set.of(), null, false));

    assertThat(text(FieldValues.node(rows().getFirst().get(1))).replace(" ", ""))
        .isEqualTo(text(Json.parse(value)).replace("E+300", "E300").replace(" ", ""));
    var rewritten =
        "select count(*) from " + collections.get("things").table() + " where _version > 1";
    assertThat(database.<Long>read(sql -> sql.number(rewritten))).isZero();
    assertThatThrownBy(() -> insert("\"d\"", new @Nullable Object[] {null}))
        .isInstanceOf(ConstraintViolation.class);
  }

  /** SQLite gets its columns by a new text of the table's definition. */
  @Test
  void an_odd_default_is_a_value_and_a_change_that_is_refused_leaves_the_table_as_it_was() {
    create("{'name':'a'}");
    insert("\"a\"", "x");
    insert("\"a\"", "x");
    var odd = "it''s) strict; drop table _users; --".replace("''", "\\u0027");
    assertUnchanged(
        "{'name':'a','unique':true},{'name':'b','default':'" + odd + "'}",
        "existing_records",
        "share");
    change("{'name':'a'},{'name':'b','default':'" + odd + "'},{'name':'c','type':'int'}");
    var value = "it's) strict; drop table _users; --";
    assertThat(rows()).containsExactly(row("x", value, null), row("x", value, null));
    insert("\"a\", \"b\", \"c\"", "y", "z", 1L);
    assertThat(rows()).contains(row("y", "z", 1L));
    change(
        "{'name':'a'},{'name':'b'},{'name':'c','type':'int'},{'name':'d','type':'int','default':7}");
    assertThat(rows()).contains(row("x", value, null, 7L), row("y", "z", 1L, 7L));
    if (database.dialect().isSqlite()) {
      var health = database.read(sql -> sql.first("pragma integrity_check", row -> row.text(1)));
      assertThat(health).contains("ok");
    }
  }

  @Test
  void a_long_default_is_filled_in() {
    create("{'name':'a'}");
    insert("\"a\"", "x");
    var text = "y'".repeat(5_000).replace("'", "z");
    change("{'name':'a'},{'name':'b','required':true,'default':'" + text + "'}");
    assertThat(rows()).containsExactly(row("x", text));
  }

  @Test
  void several_fields_are_converted_in_one_pass() {
    create("{'name':'a'},{'name':'b','type':'int'},{'name':'c','type':'number','required':true}");
    for (int i = 0; i < 1_203; i++) {
      insert("\"a\", \"b\", \"c\"", i % 3 == 0 ? null : "" + i, (long) i, i + 0.5);
    }
    change(
        "{'name':'c','type':'string','required':true},{'name':'a','type':'int'},"
            + "{'name':'b2','renamed_from':'b','type':'list[integer]'}");

    assertThat(rows()).hasSize(1_203).contains(row("1.5", 1L, new JsonText("[1]")));
    assertThat(rows())
        .contains(
            row("1202.5", 1202L, new JsonText("[1202]")), row("0.5", null, new JsonText("[0]")));
    var versions =
        "select count(*) from " + collections.get("things").table() + " where _version <> 2";
    assertThat(database.<Long>read(sql -> sql.number(versions))).isZero();
  }

  @Test
  void many_fields_can_be_replaced_again_and_again() {
    create("{'name':'kept','index':true,'required':true,'default':'k'}" + many("f0_"));
    insert("\"kept\"", "x");
    for (int round = 1; round <= 5; round++) {
      var drop = collections.get("things").schema().names().toArray(String[]::new);
      var names = List.of(drop).stream().filter(name -> !name.equals("kept"));
      var fields =
          "{'name':'kept','index':true,'required':true,'default':'k'}" + many("f" + round + "_");
      collections.update("things", update(fields, names.toArray(String[]::new)));
    }
    assertThat(rows().getFirst()).startsWith("x").hasSize(401);
    assertThat(fields()).contains("f5_399").doesNotContain("f4_399");
    var made = collections.get("things");
    var definitions = Fingerprint.definitions(database, made.table());
    assertThat(definitions).anyMatch(text -> text.contains("_i_kept_"));
    assertThat(definitions).anyMatch(text -> text.contains("_created"));
    var fresh =
        collections.create(
            new NewCollection("fresh", "F", schema("{'name':'kept','index':true}"), Json.object()));
    assertThat(structure(made)).isEqualTo(structure(fresh));
    insert("\"kept\"", "y");
    assertThat(rows()).hasSize(2);
  }

  /** The number of indexes, triggers and columns but those of the last round. */
  private long structure(Collection collection) {
    return Fingerprint.definitions(database, collection.table()).stream()
        .filter(text -> !text.contains("column f5_"))
        .count();
  }

  private static String many(String prefix) {
    var fields = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      fields.append(",{'name':'").append(prefix).append(i).append("'}");
    }
    return fields.toString();
  }

  private void drop(String index) {
    database.write(sql -> {
      sql.execute("drop index " + database.dialect().quote(index));
      return true;
    });
  }

  /** The change is refused, and neither the definitions nor the rows are other than before. */
  private void assertUnchanged(String fields, String code, String message) {
    var collection = collections.get("things");
    var before = Fingerprint.of(database, collection);
    assertRefused(update(fields), code, message);
    assertThat(Fingerprint.of(database, collection)).isEqualTo(before);
    assertThat(collections.reload("things").schemaVersion()).isEqualTo(collection.schemaVersion());
  }

  private void assertRefused(CollectionUpdate update, String code, String message) {
    assertThatThrownBy(() -> collections.update("things", update))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind().status()).isEqualTo(400);
              assertThat(problem.code()).isEqualTo(code);
              assertThat(problem.detail()).contains(message);
            });
  }

  private Collection create(String fields) {
    return collections.create(new NewCollection("things", "Things", schema(fields), Json.object()));
  }

  private CollectionChange change(String fields) {
    return collections.update("things", update(fields));
  }

  private static CollectionUpdate update(String fields, String... drop) {
    return new CollectionUpdate(null, schema(fields), null, Set.of(drop), null, false);
  }

  private static CollectionUpdate options(String options) {
    return new CollectionUpdate(null, null, json(options), Set.of(), null, false);
  }

  private List<String> fields() {
    return collections.get("things").schema().fields().stream().map(f -> f.name()).toList();
  }

  private List<List<@Nullable Object>> rows() {
    return List.copyOf(Fingerprint.of(database, collections.get("things")).rows().values());
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    var row = new ArrayList<@Nullable Object>();
    Collections.addAll(row, values);
    return row;
  }

  private void insert(String columns, @Nullable Object... values) {
    Rows.insert(database, collections.get("things"), UUID.randomUUID(), columns, values);
  }

  private static @Nullable Object stored(Collection collection, String json) {
    var node = Json.parse(json);
    var type = collection.schema().fields().getFirst().type();
    return node.isNull() ? null : FieldValues.read(type, node, false);
  }

  /** PostgreSQL spells JSON with spaces of its own. */
  private static String text(JsonNode node) {
    return Json.text(node);
  }

  private static JsonNode schema(String fields) {
    return json("{'fields':[" + fields + "]}");
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }
}
