package dev.tinybase.api.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class TransferRoutesTest {
  private static final Map<Engine, TestServer> SERVERS = new EnumMap<>(Engine.class);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final TestServer server;
  private final String collection;

  TransferRoutesTest(Engine engine) {
    server = SERVERS.computeIfAbsent(engine, TestServer::start);
    collection = "items" + NUMBER.incrementAndGet();
    var made =
        server.post(
            server.adminToken(),
            "/api/collections",
            """
            {"name": "%s", "label": "Items", "schema": {"fields": [
              {"name": "code", "type": "string", "unique": true},
              {"name": "n", "type": "integer"}]}}
            """
                .formatted(collection));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  @AfterAll
  static void close() {
    SERVERS.values().forEach(TestServer::close);
    SERVERS.clear();
  }

  @Test
  void a_file_goes_in_and_comes_out() {
    var csv = "code,n\na,1\nb,\n".getBytes(UTF_8);
    var result = send("", csv, "Content-Type", "text/csv; charset=utf-8");
    assertThat(result.text())
        .isEqualTo(
            "{\"inserted\":2,\"updated\":0,\"unchanged\":0,\"failed\":0,\"stopped\":false,"
                + "\"dry_run\":false,\"errors\":[]}");
    var file = get("?format=csv&filter[n][null]=false&fields=code");
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
    assertThat(file.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"" + collection + ".csv\"");
    assertThat(file.text()).startsWith("id,owner_id,created_at,updated_at,code\r\n");
    assertThat(file.text()).endsWith(",a\r\n").hasLineCount(2);
    assertThat(get("").text().lines()).hasSize(2);
    assertThat(get("?format=json").json().size()).isEqualTo(2);
  }

  @Test
  void delimiters_are_seen_or_given_and_formulas_are_guarded() {
    var seen = send("?format=csv", "code;n;\n=a;5.0;\n".getBytes(UTF_8));
    assertThat(seen.json().path("inserted").intValue()).as(seen.text()).isEqualTo(1);
    var given = send("?format=csv&delimiter=tab", "code\tn\nb\t+2\n".getBytes(UTF_8));
    assertThat(given.json().path("inserted").intValue()).as(given.text()).isEqualTo(1);
    var wrong = send("?format=csv&delimiter=ab", "code\n".getBytes(UTF_8));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text()).contains("delimiter", "semicolon");
    assertThat(get("?format=csv&guard_formulas=true").text()).contains(",'=a,5\r", ",b,2\r");
  }

  @Test
  void a_file_may_be_zipped() throws IOException {
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write("{\"code\":\"z\"}\n".repeat(1).getBytes(UTF_8));
    }
    var bytes = zipped.toByteArray();
    assertThat(send("?format=ndjson", bytes, "Content-Encoding", "gzip").json().get("inserted"))
        .hasToString("1");
    var cut = Arrays.copyOf(bytes, bytes.length - 9);
    var broken = send("?format=ndjson&mode=upsert&on=code", cut, "Content-Encoding", "gzip");
    assertThat(broken.status()).isEqualTo(200);
    assertThat(broken.json().get("stopped").booleanValue()).isTrue();
    assertThat(broken.text()).contains("the file ends too early");
  }

  @Test
  void an_upsert_says_what_it_did_and_a_bad_line_where_it_is() {
    send("?format=csv", "code,n\na,1\n".getBytes(UTF_8));
    var result =
        send(
            "?format=csv&mode=upsert&on=code&on_error=continue",
            "code,n\na,2\nb,x\nc,3\n".getBytes(UTF_8));
    var json = result.json();
    assertThat(json.get("updated")).hasToString("1");
    assertThat(json.get("inserted")).hasToString("1");
    assertThat(json.at("/errors/0/line")).hasToString("3");
    assertThat(json.at("/errors/0/code").stringValue()).isEqualTo("validation_failed");
    var bad = "code,n\n" + "c,x\n".repeat(120);
    for (var named : List.of("100", "0", "115")) {
      var query = named.equals("100") ? "" : "&errors=" + named;
      var refused = send("?format=csv&on_error=continue" + query, bad.getBytes(UTF_8)).json();
      assertThat(refused.get("failed")).hasToString("120");
      assertThat(refused.get("errors").size()).hasToString(named);
    }
    var dry = send("?format=csv&dry_run=true", "code\nd\n".getBytes(UTF_8));
    assertThat(dry.json().get("inserted")).hasToString("1");
    assertThat(get("").text().lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 422 | format",
        "?format=xml | 422 | must be one of",
        "?format=csv&mode=replace | 422 | must be one of",
        "?format=csv&on=code | 422 | mode=upsert",
        "?format=csv&mode=upsert&on=n | 400 | here one of id",
        "?format=csv&dry_run=maybe | 422 | must be true or false",
        "?format=csv&on_error=panic | 422 | must be one of"
      })
  void requests_that_make_no_sense_are_refused(String query, int status, String message) {
    var reply = send(query, "code\n".getBytes(UTF_8));
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.text()).contains(message);
  }

  @Test
  void exports_that_make_no_sense_are_refused() {
    assertThat(get("?format=xml").status()).isEqualTo(422);
    assertThat(get("?fields=none").status()).isEqualTo(400);
    assertThat(get("?filter[none]=1").text()).contains("filter.none: unknown field");
    var path = "/api/collections/unknown/export";
    assertThat(server.get(server.adminToken(), path).status()).isEqualTo(404);
  }

  @Test
  void both_are_for_admins() {
    var user = server.user("user" + NUMBER.get() + "@example.com");
    for (@Nullable String token : Arrays.asList(null, user)) {
      int refused = token == null ? 401 : 403;
      assertThat(server.get(token, path("export")).status()).isEqualTo(refused);
      assertThat(server.post(token, path("import") + "?format=ndjson", "{}").status())
          .isEqualTo(refused);
    }
    assertThat(get("").text()).isEmpty();
  }

  private String path(String last) {
    return "/api/collections/" + collection + "/" + last;
  }

  private TestServer.Reply get(String query) {
    return server.get(
        server.adminToken(), path("export") + query.replace("[", "%5B").replace("]", "%5D"));
  }

  private TestServer.Reply send(String query, byte[] body, String... headers) {
    var request =
        HttpRequest.newBuilder(server.uri(path("import") + query))
            .header("Authorization", "Bearer " + server.adminToken())
            .POST(BodyPublishers.ofByteArray(body));
    return server.send(headers.length == 0 ? request.build() : request.headers(headers).build());
  }
}
