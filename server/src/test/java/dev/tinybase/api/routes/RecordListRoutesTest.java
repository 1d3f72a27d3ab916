package dev.tinybase.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class RecordListRoutesTest {
  private static final String POSTS = "/api/collections/posts/records";
  private static final String EXPORT = "/api/collections/posts/export?format=ndjson";

  private final TestServer server;
  private final String alice;

  RecordListRoutesTest(Engine engine) {
    server = TestServer.start(engine);
    alice = server.user("alice@example.com");
  }

  @BeforeEach
  void makeCollection() {
    var made =
        server.post(
            server.adminToken(),
            "/api/collections",
            """
            {"name": "posts", "label": "Posts", "schema": {"fields": [
              {"name": "title", "type": "string"},
              {"name": "note", "type": "string", "hidden": true}]},
             "options": {"access": {"list": "public"}}}
            """);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void create(String token, String title) {
    var made = server.post(token, POSTS, "{\"data\": {\"title\": \"" + title + "\"}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  @Test
  void a_page_of_large_records_ends_early_and_its_cursor_goes_on() {
    var large = "x".repeat(1 << 20);
    for (int i = 0; i < 11; i++) {
      create(alice, (char) ('a' + i) + large);
    }
    var titles = new StringBuilder();
    var pages = new ArrayList<Integer>();
    var cursor = "";
    while (cursor != null) {
      var next = cursor.isEmpty() ? "" : "&cursor=" + cursor;
      var page = server.get(null, POSTS + "?limit=100&sort=created_at" + next);
      assertThat(page.status()).as(page.text()).isEqualTo(200);
      var records = page.json().get("records");
      pages.add(records.size());
      records.forEach(record -> titles.append(record.at("/data/title").stringValue().charAt(0)));
      assertThat(page.json().get("total").intValue()).isEqualTo(11);
      cursor = page.json().get("next_cursor").stringValue(null);
    }
    assertThat(titles).hasToString("abcdefghijk");
    assertThat(pages).containsExactly(4, 4, 3);
  }

  @Test
  void more_than_a_driver_may_keep_in_memory_is_read_piece_by_piece() {
    var large = "x".repeat(4 << 20);
    for (int i = 0; i < 10; i++) {
      create(alice, large);
    }
    for (int i = 0; i < 3; i++) {
      var page = server.get(null, POSTS + "?limit=100&total=false");
      assertThat(page.status()).as(page.text()).isEqualTo(200);
      assertThat(page.json().get("records").size()).isEqualTo(1);
      assertThat(page.json().get("next_cursor").isString()).isTrue();
    }
    assertThat(server.get(null, "/ready").status()).isEqualTo(200);
  }

  @Test
  void large_records_that_nobody_has_read_yet_are_exported() {
    var large = "x".repeat(4 << 20);
    for (int i = 0; i < 20; i++) {
      create(alice, large);
    }
    var file = server.get(server.adminToken(), EXPORT);
    assertThat(file.status()).as(file.text().length() > 1000 ? "" : file.text()).isEqualTo(200);
    assertThat(file.text().lines()).hasSize(20);
  }

  @Test
  void large_records_behind_small_ones_are_exported_at_the_second_time_at_the_latest() {
    for (int i = 0; i < 20; i++) {
      create(alice, i < 10 ? "small" : "x".repeat(4 << 20));
    }
    var first = server.get(server.adminToken(), EXPORT);
    assertThat(first.status()).isIn(200, 503);
    var file = server.get(server.adminToken(), EXPORT);
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.text().lines())
        .hasSize(20)
        .filteredOn(line -> line.length() > 1000)
        .hasSize(10);
  }

  @Test
  void lists_take_the_parameters_of_the_original_and_more() {
    for (var title : List.of("b", "a", "c")) {
      create(alice, title);
    }
    assertThat(titles("")).isEqualTo("cab");
    assertThat(titles("?sort=title")).isEqualTo("abc");
    assertThat(titles("?sort=-title&limit=2")).isEqualTo("cb");
    assertThat(titles("?sort_by=created_at&sort_order=asc")).isEqualTo("bac");
    assertThat(titles("?sort_by=title")).isEqualTo("cba");
    assertThat(titles("?sort_order=asc")).isEqualTo("bac");
    assertThat(titles("?offset=1&limit=1")).isEqualTo("a");
    assertThat(titles("?filter[title][gte]=b&sort=title")).isEqualTo("bc");
    assertThat(titles("?filter=" + encoded("{\"title\": {\"in\": [\"a\", \"c\"]}}")))
        .isEqualTo("ca");

    var page = server.get(null, POSTS + "?limit=2&sort=title&fields=title").json();
    assertThat(page.get("total").intValue()).isEqualTo(3);
    assertThat(page.get("limit").intValue()).isEqualTo(2);
    assertThat(page.get("offset").intValue()).isZero();
    assertThat(page.get("records").get(0).get("data").toString()).isEqualTo("{\"title\":\"a\"}");
    assertThat(titles("?limit=2&sort=title&cursor=" + page.get("next_cursor").stringValue()))
        .isEqualTo("c");
    var counted = server.get(null, POSTS + "?limit=0").json();
    assertThat(counted.get("records")).isEmpty();
    assertThat(counted.get("total").intValue()).isEqualTo(3);
    assertThat(server.get(null, POSTS + "?total=false").json().get("total").isNull()).isTrue();
  }

  private String titles(String query) {
    var reply = server.get(alice, POSTS + query.replace("[", "%5B").replace("]", "%5D"));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    var titles = new StringBuilder();
    for (var record : reply.json().get("records").values()) {
      titles.append(record.get("data").get("title").stringValue());
    }
    return titles.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void parameters_that_make_no_sense_are_refused() {
    for (var query :
        List.of(
            "limit=-1",
            "limit=1001",
            "limit=x",
            "limit=1.5",
            "offset=-1",
            "offset=9223372036854775808",
            "sort_order=up",
            "total=maybe",
            "sort=title&sort_by=title")) {
      assertThat(server.get(alice, POSTS + "?" + query).status()).as(query).isEqualTo(422);
    }
    for (var query :
        List.of(
            "sort=titel",
            "sort=note",
            "sort_by=titel",
            "sort_by=-title",
            "sort=",
            "cursor=x",
            "fields=note",
            "filter=x",
            "filter%5Bnote%5D=1",
            "filter%5Btitle%5D%5Bxx%5D=1",
            "sort=title;drop%20table%20x",
            "sort=%22")) {
      var reply = server.get(alice, POSTS + "?" + query);
      assertThat(reply.status()).as(query).isEqualTo(400);
      assertThat(reply.json().get("detail").stringValue()).as(query).isNotBlank();
    }
    assertThat(
            server.get(alice, POSTS + "?offset=9223372036854775807").json().get("total").intValue())
        .isZero();
  }

  @Test
  void a_body_asks_for_the_same_lists_as_a_url() {
    for (var title : List.of("b", "a", "c")) {
      create(alice, title);
    }
    same("", "{}");
    same("?sort=title&fields=title", "{\"sort\": \"title\", \"fields\": [\"title\"]}");
    same("?sort=-title&limit=2", "{\"sort\": [\"-title\"], \"limit\": 2}");
    same("?sort_by=title&sort_order=asc", "{\"sort_by\": \"title\", \"sort_order\": \"asc\"}");
    same("?offset=1&limit=1&total=false", "{\"offset\": 1, \"limit\": 1, \"total\": false}");
    same("?filter[title][in]=a,c", "{\"filter\": {\"title\": {\"in\": [\"a\", \"c\"]}}}");
    var cursor =
        server.get(null, POSTS + "?sort=title&limit=1").json().get("next_cursor").stringValue();
    same(
        "?sort=title&limit=1&cursor=" + encoded(cursor),
        "{\"sort\": \"title\", \"limit\": 1, \"cursor\": \"" + cursor + "\"}");
  }

  private void same(String query, String body) {
    var list = server.get(null, POSTS + query);
    assertThat(list.status()).as(list.text()).isEqualTo(200);
    var reply = server.post(null, POSTS + "/query", body);
    assertThat(reply.text()).as(body).isEqualTo(list.text());
  }

  @Test
  void a_body_takes_filters_that_no_url_can_and_says_what_is_wrong() {
    create(alice, "a");
    var ids = "\"" + java.util.UUID.randomUUID() + "\",";
    var filter = "{\"filter\": {\"id\": {\"in\": [" + ids.repeat(800);
    var id = server.get(null, POSTS).json().at("/records/0/id").stringValue();
    var reply = server.post(null, POSTS + "/query", filter + "\"" + id + "\"]}}}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().get("total").intValue()).isEqualTo(1);

    var tooLong = server.get(null, POSTS + "?filter[id][in]=" + (id + ",").repeat(800));
    assertThat(tooLong.status()).isEqualTo(414);
    assertThat(tooLong.text()).contains("url_too_long", "16384 bytes", "/records/query");
    refused(422, "{\"filtre\": {}}", "filtre", "did you mean 'filter'?");
    refused(422, "{\"limit\": \"5\", \"sort\": [1]}", "limit", "sort", "a list of texts");
    refused(422, "{\"sort_order\": \"up\"}", "sort_order", "asc, desc");
    refused(422, "{\"sort\": \"title\", \"sort_by\": \"title\"}", "sort_by with sort_order");
    refused(422, "[]", "must be a JSON object");
    refused(400, "{\"filter\": {\"titel\": \"x\"}}", "titel");
    refused(400, "{\"sort\": [\"note\"]}", "note");
    refused(400, "{\"fields\": [\"titel\"]}", "titel");
    refused(400, "{\"cursor\": \"junk\"}", "cursor");
  }

  private void refused(int status, String body, String... says) {
    var reply = server.post(null, POSTS + "/query", body);
    assertThat(reply.status()).as(body + reply.text()).isEqualTo(status);
    assertThat(reply.text()).contains(says);
  }
}
