package dev.tinybase.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RecordsTest {
  private static final String ID = "0190a1b2-0000-7000-8000-000000000009";
  private static final String WIRE =
      """
      {"id":"%s","owner_id":null,"data":{"title":"Hello","price":"12.50","count":3,"share":0.5,
      "published":true,"at":"2026-11-22T10:00:00Z","day":"2026-11-22","tags":["a",1],
      "more":{"a":null},"none":null},"created_at":"2026-11-22T09:00:00Z",
      "updated_at":"2026-11-22T10:00:00Z"}
      """
          .formatted(ID);

  @TempDir Path folder;
  private Calls calls;

  @BeforeEach
  void start() {
    calls = new Calls(folder);
    calls.host.records = request -> Json.parse(WIRE);
  }

  @Test
  void a_record_is_returned_as_the_http_api_has_it() {
    assertThat(run("return records.get(\"" + ID + "\");")).isEqualTo(Json.text(Json.parse(WIRE)));
    assertThat(calls.host.requests).containsExactly(new RecordRequest.Get("posts", false, ID));
  }

  @Test
  void changes_are_sent_as_json() {
    run(
        """
        records.create(Map.of("on", LocalDate.of(2026, 11, 22)));
        records.asAdmin().create(new Post("Hi", Optional.empty(), new BigDecimal("1.10")));
        records.create(id, Map.of("title", "Mine"));
        records.update(id, Map.of("count", Map.of("$inc", 1)));
        records.replace(id, records.get(id));
        records.delete(id);
        return null;
        """);

    assertThat(calls.host.requests)
        .filteredOn(it -> !(it instanceof RecordRequest.Get))
        .containsExactly(
            new RecordRequest.Create("posts", false, null, object("{\"on\":\"2026-11-22\"}"), null),
            new RecordRequest.Create(
                "posts",
                true,
                null,
                object("{\"title\":\"Hi\",\"size\":null,\"price\":1.10}"),
                null),
            new RecordRequest.Create("posts", false, ID, object("{\"title\":\"Mine\"}"), null),
            new RecordRequest.Update("posts", false, ID, object("{\"count\":{\"$inc\":1}}"), null),
            new RecordRequest.Replace(
                "posts", false, ID, (ObjectNode) Json.parse(WIRE).get("data"), null),
            new RecordRequest.Delete("posts", false, ID));
  }

  @Test
  void queries_are_sent_as_the_http_api_has_them() {
    calls.host.records = request -> Json.parse("{\"records\":[],\"total\":7,\"next_cursor\":null}");

    assertThat(
            run(
                """
                records.list(Query.where(Filter.gte("at", Instant.EPOCH)).sort("title").limit(5).after("c"));
                records.findFirst(Filter.eq("title", "x"));
                return records.count(Filter.ALL);
                """))
        .isEqualTo("7");
    assertThat(calls.host.requests)
        .containsExactly(
            new RecordRequest.List(
                "posts",
                false,
                object("{\"at\":{\"gte\":\"1970-01-01T00:00:00Z\"}}"),
                "title",
                5,
                "c",
                false),
            new RecordRequest.List(
                "posts",
                false,
                object("{\"title\":{\"eq\":\"x\"}}"),
                "-created_at",
                1,
                null,
                false),
            new RecordRequest.List("posts", false, object("{}"), "-created_at", 0, null, true));
  }

  @Test
  void a_stream_reads_a_page_when_it_is_needed() {
    calls.host.records =
        request ->
            Json.parse(
                ((RecordRequest.List) request).cursor() == null
                    ? "{\"records\":[%s,%s],\"next_cursor\":\"2\"}".formatted(WIRE, WIRE)
                    : "{\"records\":[%s],\"next_cursor\":null}".formatted(WIRE));

    assertThat(run("return records.stream(Query.ALL).count();")).isEqualTo("3");
    assertThat(calls.host.requests).hasSize(2);
    run("return records.stream(Query.ALL).limit(2).toList().size();");
    assertThat(calls.host.requests).as("no page too many").hasSize(3);
  }

  @Test
  void what_is_not_there_is_empty_or_told() {
    calls.host.records =
        request -> {
          if (request instanceof RecordRequest.Get) {
            throw new FunctionException("record_not_found", "There is none");
          }
          return Json.parse("{\"records\":[],\"next_cursor\":null}");
        };

    assertThat(run("return records.find(id).isPresent();")).isEqualTo("false");
    assertThat(run("return records.findFirst(Filter.ALL).isPresent();")).isEqualTo("false");
    assertCode("return records.first(Filter.eq(\"a\", 1));", "record_not_found");
    assertCode("return records.get(id);", "record_not_found");
  }

  @Test
  void what_makes_no_sense_is_refused_before_the_server_is_asked() {
    assertCode("return records.get(\"7\");", "invalid_input");
    assertCode("return records.find(\"7\");", "invalid_input");
    assertCode("return records.list(Query.ALL.limit(1001));", "invalid_input");
    assertThatThrownBy(() -> run("return records.create(\"text\");"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The data of a record is a map or a record of yours, not a text.");
    assertThat(calls.host.requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          post.text('title')      | 'Hello'
          post.number('price')    | 12.5
          post.decimal('price')   | 12.50
          post.number('count')    | 3.0
          post.integer('count')   | 3
          post.flag('published')  | true
          post.instant('at')      | '2026-11-22T10:00:00Z'
          post.date('day')        | '2026-11-22'
          post.list('tags')       | ['a',1]
          post.object('more')     | {'a':null}
          post.find('share')      | 0.5
          post.find('none')       | null
          post.find('other')      | null
          post.ownerId()          | null
          post.createdAt()        | '2026-11-22T09:00:00Z'
          post.data().size()      | 10
          """)
  void fields_are_read_as_their_types(String expression, String expected) {
    assertThat(run("var post = records.get(id); return " + expression.replace('\'', '"') + ";"))
        .isEqualTo(expected.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          text('titel')      | has no field 'titel'; did you mean 'title'?
          text('none')       | has nothing in its field 'none'
          text('count')      | has a number in its field 'count', which is not a text
          number('title')    | has a text in its field 'title', which is not a number
          integer('share')   | has a number in its field 'share', which is not a whole number
          flag('title')      | has a text in its field 'title', which is not true or false
          instant('day')     | has a text in its field 'day', which is not a moment
          date('count')      | has a number in its field 'count', which is not a day
          list('more')       | has an object in its field 'more', which is not a list
          object('tags')     | has a list in its field 'tags', which is not an object
          """)
  void a_field_of_another_type_is_told_by_its_name(String expression, String problem) {
    assertThatThrownBy(() -> run("return records.get(id)." + expression.replace('\'', '"') + ";"))
        .isInstanceOfSatisfying(
            FunctionException.class, it -> assertThat(it.code()).isEqualTo("field_mismatch"))
        .hasMessage("The record " + ID + " " + problem);
  }

  @Test
  void a_record_becomes_a_type_of_the_author() {
    assertThat(run("return records.get(id).as(Stored.class);"))
        .isEqualTo(
            "{\"id\":\"%s\",\"title\":\"Hello\",\"price\":12.50,\"day\":\"2026-11-22\"}"
                .formatted(ID));
    assertThatThrownBy(() -> run("return records.get(id).as(Wrong.class);"))
        .isInstanceOf(FunctionException.class)
        .hasMessage(
            "The record "
                + ID
                + " is no Wrong: title: must be a whole number, not a text; other: is required");
  }

  @Test
  void the_data_of_a_record_cannot_be_changed() {
    assertThatThrownBy(() -> run("return records.get(id).data().put(\"a\", 1);"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private void assertCode(String body, String code) {
    assertThatThrownBy(() -> run(body))
        .isInstanceOfSatisfying(
            FunctionException.class, it -> assertThat(it.code()).isEqualTo(code));
  }

  private String run(String body) {
    return calls.call(
        calls.function(
            """
            record Post(String title, Optional<Integer> size, BigDecimal price) {}
            record Stored(UUID id, String title, BigDecimal price, LocalDate day) {}
            record Wrong(int title, int other) {}
            @Register(name = "f") Object f(Context ctx) {
              var id = "%s";
              var records = ctx.records("posts");
              %s
            }
            """
                .formatted(ID, body)),
        "{}");
  }

  private static ObjectNode object(String json) {
    JsonNode node = Json.parse(json);
    return (ObjectNode) node;
  }
}
