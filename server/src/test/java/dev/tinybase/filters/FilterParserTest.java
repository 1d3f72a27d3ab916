package dev.tinybase.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.db.ColumnType;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.Filter.FieldPath;
import dev.tinybase.filters.Filter.Operand;
import dev.tinybase.filters.Filter.Operator;
import dev.tinybase.filters.Filter.Source;
import dev.tinybase.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
  private static final Operand PRICE =
      new Operand.Field(new FieldPath.Column("price", ColumnType.INTEGER), Source.RECORD);

  @Test
  void a_plain_value_means_equal() {
    assertThat(parse("{'price': 10}"))
        .isEqualTo(new Filter.Compare(PRICE, Operator.EQ, new Operand.Value(10L)));
  }

  @Test
  void an_empty_filter_is_everything() {
    assertThat(parse("{}")).isEqualTo(Filter.EVERYTHING);
    assertThat(query()).isEqualTo(Filter.EVERYTHING);
  }

  @Test
  void the_url_form_gives_the_same_tree_as_json() {
    assertThat(query("filter[price][gt]=10", "filter[open]=true", "filter[tags][has_any]=a,b"))
        .isEqualTo(parse("{'price': {'gt': 10}, 'open': true, 'tags': {'has_any': ['a', 'b']}}"));
    assertThat(query("filter[price][in]=1,-2")).isEqualTo(parse("{'price': {'in': [1, -2]}}"));
    assertThat(query("filter[tags][length]=2")).isEqualTo(parse("{'tags': {'length': 2}}"));
    assertThat(query("filter[tags][length][gte]=2"))
        .isEqualTo(parse("{'tags': {'length': {'gte': 2}}}"));
    assertThat(query("filter[day][null]=false")).isEqualTo(parse("{'day': {'null': false}}"));
    assertThat(query("filter[owner_id]=$user.id")).isEqualTo(parse("{'owner_id': '$user.id'}"));
    assertThat(query("filter[amount][lt]=1.50")).isEqualTo(parse("{'amount': {'lt': '1.50'}}"));
    assertThat(query("filter={\"price\": 1}", "filter[price][lt]=2"))
        .isEqualTo(parse("{'and': [{'price': 1}, {'price': {'lt': 2}}]}"));
  }

  @Test
  void what_a_record_takes_a_filter_takes_too() {
    assertThat(query("filter[weight]=.5")).isEqualTo(parse("{'weight': 0.5}"));
    assertThat(query("filter[weight]= +5.")).isEqualTo(parse("{'weight': 5}"));
    assertThat(query("filter[price]=5.0")).isEqualTo(parse("{'price': 5}"));
    assertThat(query("filter[amount]=+1.50")).isEqualTo(parse("{'amount': '+1.50'}"));
    assertThat(query("filter[open]=True")).isEqualTo(parse("{'open': true}"));
    var midnight = Instant.parse("2024-01-01T00:00:00Z");
    for (var time : List.of("2024-01-01 00:00:00Z", "2024-01-01T00:00Z", "2024-01-01T00:00:00")) {
      assertThat(value("{'at': '" + time + "'}")).isEqualTo(midnight);
    }
  }

  @Test
  void a_text_in_the_url_is_compared_with_json_as_what_it_reads_as() {
    assertThat(query("filter[meta.a]=1")).isEqualTo(parse("{'meta.a': 1}"));
    assertThat(query("filter[meta.a]=\"1\"")).isEqualTo(parse("{'meta.a': '1'}"));
    assertThat(query("filter[meta.a]=true")).isEqualTo(parse("{'meta.a': true}"));
    assertThat(query("filter[meta.a]=+49")).isEqualTo(parse("{'meta.a': '+49'}"));
    assertThat(query("filter[meta.a]=one")).isEqualTo(parse("{'meta.a': 'one'}"));
  }

  @Test
  void other_parameters_are_left_alone() {
    assertThat(query("limit=3", "filters=x", "sort=title")).isEqualTo(Filter.EVERYTHING);
  }

  @Test
  void values_have_the_type_of_their_field() {
    assertThat(value("{'at': '2026-11-22T23:18:10.1234567+01:00'}")).isEqualTo(Samples.NOW);
    assertThat(value("{'at': '2026-11-22'}")).isEqualTo(Instant.parse("2026-11-22T00:00:00Z"));
    assertThat(value("{'weight': 1}")).isEqualTo(1.0);
    assertThat(value("{'meta.n': 1}")).isEqualTo(1L);
    assertThat(value("{'meta.n': 1.5}")).isEqualTo(1.5);
    assertThat(value("{'title': '$$user.id'}")).isEqualTo("$user.id");
    assertThat(value("{'title': '$5'}")).isEqualTo("$5");
  }

  @Test
  void null_in_a_list_finds_nulls() {
    assertThat(parse("{'price': {'in': [1, null]}}"))
        .isEqualTo(
            new Filter.Or(
                List.of(
                    new Filter.In(PRICE, List.of(new Operand.Value(1L))),
                    new Filter.IsNull(PRICE))));
  }

  @Test
  void new_and_old_exist_in_rules_of_changes_only() {
    var rule = "{'$new.price': {'gte': '$old.price'}}";
    assertThat(FilterParser.ofChanges(Samples.SCHEMA.visibility(true)).parse(json(rule), "rule"))
        .isEqualTo(
            new Filter.Compare(
                new Operand.Field(new FieldPath.Column("price", ColumnType.INTEGER), Source.NEW),
                Operator.GTE,
                new Operand.Field(new FieldPath.Column("price", ColumnType.INTEGER), Source.OLD)));
    assertRefused(rule, "filter.$new.price: $new and $old exist in rules of create and update");
    assertRefused("{'price': '$old.price'}", "filter.price: $new and $old");
  }

  @Test
  void a_hidden_field_is_answered_as_one_that_does_not_exist() {
    assertRefused("{'secret': 'x'}", "filter.secret: unknown field 'secret'");
    assertThat(refusal("{'secre': 'x'}").detail()).doesNotContain("'secret'");
    assertThat(refusal("{'secret': 'x'}").detail().replace("secret", "sekret"))
        .isEqualTo(refusal("{'sekret': 'x'}").detail());
    assertThatThrownBy(() -> query("filter[secret]=x")).hasMessageContaining("unknown field");
    var admin = new FilterParser(Samples.SCHEMA.visibility(true));
    assertThat(admin.parse(json("{'secret': 'x'}"), "filter")).isInstanceOf(Filter.Compare.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'prise': 1} | filter.prise: unknown field 'prise'; did you mean 'price'?",
        "{'_version': 1} | filter._version: unknown field",
        "{'price': {'gtt': 1}} | filter.price.gtt: unknown operator 'gtt'; did you mean 'gt",
        "{'meta': {'a': 1}} | filter.meta.a: unknown operator 'a'; a key inside JSON is written",
        "{'price': {}} | filter.price: needs an operator",
        "{'price': '10'} | filter.price: must be a whole number",
        "{'price': 1.5} | filter.price: must be a whole number",
        "{'price': 9223372036854775808} | filter.price: must be a whole number",
        "{'price': {'gt': null}} | filter.price.gt: must be a whole number",
        "{'price': [1]} | filter.price: must be a whole number",
        "{'weight': 1e400} | filter.weight: must be a number",
        "{'amount': 'much'} | filter.amount: must be a decimal number",
        "{'amount': 1e400000} | filter: Invalid JSON: a number has more than 1000 digits",
        "{'open': 1} | filter.open: must be true or false",
        "{'open': {'gt': false}} | filter.open.gt: true and false have no order",
        "{'meta.a': {'lt': true}} | filter.meta.a.lt: true and false have no order",
        "{'day': '22.11.2026'} | filter.day: must be a date such as 2026-11-22",
        "{'day': '2026-02-30'} | filter.day: must be a date",
        "{'at': 'now'} | filter.at: must be a time such as",
        "{'at': '+999999-01-01T00:00:00Z'} | filter.at: must be a time",
        "{'id': 'x'} | filter.id: must be a UUID",
        "{'title': 5} | filter.title: must be a text",
        "{'title': {'in': 'a'}} | filter.title.in: must be a list",
        "{'title': {'null': 'yes'}} | filter.title.null: must be true or false",
        "{'price': {'contains': 'a'}} | filter.price.contains: is for text, and this is a field of",
        "{'tags': {'contains': 'a'}} | filter.tags.contains: is for text, and this is a list",
        "{'title': {'has': 'a'}} | filter.title.has: is for lists",
        "{'title': {'length': 1}} | filter.title.length: is for lists",
        "{'tags': 'a'} | filter.tags: does not fit a list; use has",
        "{'tags': {'has': 1}} | filter.tags.has: must be a text",
        "{'sizes': {'has': 'x'}} | filter.sizes.has: must be a whole number",
        "{'tags': {'length': {'above': 1}}} | filter.tags.length.above: a length is compared by",
        "{'tags': {'length': {}}} | filter.tags.length: needs a number, or a comparison",
        "{'tags': {'subset': 'red'}} | filter.tags.subset: must be a list of values",
        "{'tags': {'subset': [1]}} | filter.tags.subset: must be a text",
        "{'title': {'subset': ['a']}} | filter.title.subset: is for lists",
        "{'tags': {'subset': '$old.tags'}} | filter.tags.subset: $new and $old exist in rules of",
        "{'changed': 'title'} | filter.changed: unknown field 'changed'",
        "{'tags': {'length': 'x'}} | filter.tags.length: must be a whole number",
        "{'title': {'like': 'a\\\\'}} | filter.title.like: a pattern must not end",
        "{'title': {'like': '$user.email'}} | filter.title.like: takes a pattern, not a variable",
        "{'title.a': 1} | filter.title.a: 'title' is a string and holds no other fields",
        "{'meta..a': 1} | filter.meta..a: the keys of a path",
        "{'meta.a\\\"b': 1} | the keys of a path",
        "{'meta.a': {'eq': {'b': 1}}} | filter.meta.a.eq: must be a text, a number",
        "{'title': '$user.idd'} | unknown variable '$user.idd'; did you mean '$user.id'?",
        "{'title': '$now.x'} | unknown variable",
        "{'price': '$user.id'} | filter.price: must be a whole number of 64 bits, which $user.id",
        "{'title': '$record.x'} | $record exists inside 'exists' only",
        "{'$user.name': 'x'} | filter.$user.name: unknown variable",
        "{'exists': {}} | filter.exists: 'exists' is not supported yet",
        "{'or': {}} | filter.or: must be a list of filters",
        "{'or': [{'title': 1}]} | filter.or[0].title: must be a text",
        "{'not': []} | filter.not: must be an object",
        "[] | filter: must be an object such as",
        "'x' | filter: must be an object such as",
        "{'title': 'a\\u0000'} | Invalid JSON",
        "{'title': 'a', 'title': 'b'} | Invalid JSON",
        "{'title' | Invalid JSON"
      })
  void nonsense_is_refused_naming_the_place(String filter, String message) {
    assertRefused(filter, message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filter[",
        "filter[]=1",
        "filter[price",
        "filter[price]x=1",
        "filter[price][gt]x=1",
        "filter[price]]=1",
        "filter[tags][length][gte][x]=1"
      })
  void malformed_brackets_are_refused(String parameter) {
    assertThatThrownBy(() -> query(parameter)).hasMessageContaining("write filter[field]=value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filter[price]=",
        "filter[price]=1 or 1=1",
        "filter[price]=0x10",
        "filter[price]=null",
        "filter[price]=99999999999999999999",
        "filter[weight]=NaN",
        "filter[weight]=1e999",
        "filter[open]=maybe",
        "filter[title]=a\u0000b",
        "filter[title]=a\ud800",
        "filter[or]=1",
        "filter[price\"; drop table records_1; --]=1",
        "filter[price][in]=1,,2",
        "filter[title][gt][lt]=1",
        "filter[open][null]=",
        "filter=1",
        "filter=",
        "filter={"
      })
  void nonsense_in_the_url_is_refused(String parameter) {
    var problem = catchThrowableOfType(Problem.class, () -> query(parameter));
    assertThat(problem.code()).isEqualTo("invalid_filter");
    assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_REQUEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "filter[at]=2024-01-01 00:00:00Z | {'at': '2024-01-01T00:00:00Z'}",
        "filter[at]=2024-01-01t00:00:00+02:00 | {'at': '2023-12-31T22:00:00Z'}",
        "filter[weight]=.5 | {'weight': 0.5}",
        "filter[weight]=5. | {'weight': 5}",
        "filter[price]=+5 | {'price': 5}",
        "filter[price]=5.0 | {'price': 5}",
        "filter[amount]=+.50 | {'amount': '0.50'}",
        "filter={\"at\":\"2024-01-01 00:00:00Z\"} | {'at': '2024-01-01T00:00:00Z'}"
      })
  void values_are_read_as_those_of_records_are(String parameter, String same) {
    assertThat(query(parameter.strip())).isEqualTo(parse(same.strip()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filter[at]=2024-01-01T00:00:00 02:00",
        "filter[at][gte]=2024-01-01 00:00:00.5 0200",
        "filter={\"at\":\"2024-01-01T00:00:00 02:00\"}"
      })
  void a_plus_that_became_a_space_is_named(String parameter) {
    var problem = catchThrowableOfType(Problem.class, () -> query(parameter));
    assertThat(problem.detail()).asString().contains("must be a time").contains("%2B");
  }

  @Test
  void a_filter_has_a_size() {
    assertRefused("{'or': [" + times(101, "{'price': 1}") + "]}", "at most 100 conditions");
    assertThat(parse("{'or': [" + times(100, "{'price': 1}") + "]}")).isNotNull();
    assertRefused("{'price': {'in': [" + times(1001, "1") + "]}}", "at most 1000 values");
    assertRefused("{'tags': {'has_any': [" + times(101, "'a'") + "]}}", "at most 100 items");
    assertRefused("{'not': ".repeat(8) + "{'price': 1}" + "}".repeat(8), "at most 8 levels deep");
    assertThat(parse("{'not': ".repeat(7) + "{'price': 1}" + "}".repeat(7))).isNotNull();
    assertRefused("{'title': {'like': '" + "%".repeat(1001) + "'}}", "at most 1000 characters");
    assertRefused("{'meta" + ".a".repeat(9) + "': 1}", "at most 8 keys");
  }

  @Test
  @Timeout(2)
  void hostile_filters_are_refused_quickly() {
    var deep = 100_000;
    assertRefused("{'not':".repeat(deep) + "{}" + "}".repeat(deep), "Invalid JSON");
    assertRefused("{'or':[".repeat(deep), "Invalid JSON");
    assertRefused("{'or': [" + times(deep, "{'price': 1}") + "]}", "at most 100 conditions");
    assertRefused("{'price': {'in': [" + times(deep, "1") + "]}}", "at most 1000 values");
    assertRefused("{'" + "x".repeat(40_000) + "': 1}", "unknown field");
    assertRefused("{'meta" + ".a".repeat(20_000) + "': 1}", "at most 8 keys");
    assertRefused("{'price': " + "9".repeat(900) + "}", "whole number");
    assertRefused("{'amount': 1e2147483647}", "a number has more than");
    assertThat(refusal("{'" + "x".repeat(40_000) + "': 1}").detail()).hasSizeLessThan(500);
  }

  @Test
  void patterns_match_in_linear_time() {
    var pattern = LikePattern.of("%a".repeat(400) + "b");
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofMinutes(1), () -> assertThat(pattern.matches("a".repeat(10_000))).isFalse());
  }

  private static Filter parse(String json) {
    return new FilterParser(Samples.SCHEMA.visibility(false))
        .parse(FilterParser.json(json.replace('\'', '"')), "filter");
  }

  private static tools.jackson.databind.JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static Object value(String json) {
    return parse(json) instanceof Filter.Compare(_, _, Operand.Value(Object value)) ? value : "?";
  }

  private static Filter query(String... parameters) {
    var query =
        Arrays.stream(parameters)
            .map(parameter -> parameter.split("=", 2))
            .collect(
                Collectors.groupingBy(
                    parts -> parts[0],
                    LinkedHashMap::new,
                    Collectors.mapping(
                        parts -> parts.length > 1 ? parts[1] : "", Collectors.toList())));
    return new FilterParser(Samples.SCHEMA.visibility(false)).parseQuery(query);
  }

  private static Problem refusal(String filter) {
    return catchThrowableOfType(Problem.class, () -> parse(filter));
  }

  private static void assertRefused(String filter, String message) {
    var problem = refusal(filter);
    assertThat(problem).as(filter.length() > 200 ? "long" : filter).isNotNull();
    assertThat(problem.code()).isEqualTo("invalid_filter");
    assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_REQUEST);
    assertThat(problem.detail()).contains(message);
  }

  private static String times(int count, String text) {
    return IntStream.range(0, count).mapToObj(_ -> text).collect(Collectors.joining(","));
  }
}
