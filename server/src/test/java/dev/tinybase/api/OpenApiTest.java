package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.auth.Principal;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.schema.SchemaParser;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest {
  private static final String RECORDS = "/api/collections/{collection_name}/records";

  private final AtomicReference<List<LiveCollection>> live = new AtomicReference<>(List.of());
  private TestApi api;

  @BeforeEach
  void start() {
    var services = new Services(TestApi::user, new NoDatabase(), live::get);
    api = new TestApi(TestApi.settings(s -> s), services, routes());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static List<Route> routes() {
    return List.of(
        Route.get(RECORDS, "collections_list_records")
            .summary("Records of a collection")
            .query("limit", "integer", "How many")
            .returns(200, "RecordData[]")
            .problems(403, 404)
            .handle(_ -> Response.noContent()),
        Route.post(RECORDS, "collections_create_record")
            .json("RecordDataInput")
            .auth()
            .idempotent()
            .returns(201, "RecordData")
            .problems(400, 403, 404)
            .handle(_ -> Response.noContent()),
        Route.patch(RECORDS + "/{record_id}", "collections_update_record")
            .json("RecordDataPatch")
            .auth()
            .returns(200, "RecordData")
            .problems(400, 403, 404, 412)
            .handle(_ -> Response.noContent()),
        Route.delete(RECORDS + "/{record_id}", "collections_delete_record")
            .auth()
            .perMinute(5)
            .returns(204, "")
            .handle(_ -> Response.noContent()));
  }

  private static LiveCollection cities(int version) {
    var schema = Json.parse("{\"fields\":[{\"name\":\"name\",\"required\":true}]}");
    return new LiveCollection(
        "cities", "Cities", version, _ -> true, false, SchemaParser.parse(schema).schema());
  }

  private JsonNode document() {
    return TestApi.json(api.get("/openapi.json"));
  }

  @Test
  void a_validator_finds_nothing_wrong_with_it() {
    live.set(List.of(cities(1)));
    var result = new OpenAPIV3Parser().readContents(api.get("/openapi.json").body(), null, null);
    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getPaths()).containsKey("/api/collections/cities/records");
  }

  @Test
  void every_reference_leads_somewhere() {
    live.set(List.of(cities(1)));
    var document = document();
    for (var reference : references(document, new ArrayList<>())) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void it_has_each_route_and_no_other() {
    var expected = new HashSet<String>();
    routes().forEach(route -> expected.add(route.method() + " " + route.path()));
    var found = new HashSet<String>();
    document()
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(
                    method -> found.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    expected.addAll(
        List.of(
            "GET /",
            "GET /health",
            "GET /healthz",
            "GET /.well-known/security.txt",
            "GET /health/live",
            "GET /health/ready",
            "GET /ready",
            "GET /metrics",
            "GET /openapi.json",
            "GET /api/admin/requests",
            "GET /docs",
            "GET /docs/assets/{name}",
            "GET /redoc",
            "GET /admin",
            "GET /admin/{path}"));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void operation_ids_are_unique() {
    live.set(List.of(cities(1)));
    var ids = new ArrayList<String>();
    document()
        .get("paths")
        .values()
        .forEach(path ->
            path.values()
                .forEach(operation -> ids.add(operation.get("operationId").stringValue())));
    assertThat(ids).doesNotHaveDuplicates().contains("list_cities_records");
  }

  @Test
  void a_new_collection_appears_at_once_with_its_own_types() {
    assertThat(document().get("paths").has("/api/collections/cities/records")).isFalse();
    live.set(List.of(cities(1)));
    var document = document();
    var path = document.get("paths").get("/api/collections/cities/records");
    assertThat(
            path.at("/get/responses/200/content/application~1json/schema/items/$ref").stringValue())
        .isEqualTo("#/components/schemas/cities.RecordData");
    assertThat(path.at("/get/parameters").valueStream().map(p -> p.get("$ref").stringValue()))
        .containsExactly("#/components/parameters/records.limit");
    assertThat(document.at("/components/parameters/records.limit/name").stringValue())
        .isEqualTo("limit");
    var schemas = document.at("/components/schemas");
    assertThat(schemas.get("cities.RecordData").at("/required/0").stringValue()).isEqualTo("name");
    assertThat(schemas.get("cities.RecordDataPatch").has("required")).isFalse();
  }

  @Test
  void it_is_read_again_only_after_a_change() {
    live.set(List.of(cities(1)));
    var etag = api.get("/openapi.json").headers().firstValue("ETag").orElseThrow();
    assertThat(api.get("/openapi.json", "If-None-Match", etag).statusCode()).isEqualTo(304);
    live.set(List.of());
    assertThat(api.get("/openapi.json", "If-None-Match", etag).statusCode()).isEqualTo(200);
  }

  @Test
  void every_schema_has_an_example_or_stands_for_a_collection() {
    document()
        .at("/components/schemas")
        .properties()
        .forEach(
            schema -> assertThat(schema.getValue().has("example")).as(schema.getKey()).isTrue());
  }

  private static List<String> references(JsonNode node, List<String> found) {
    if (node.path("$ref").isString()) {
      found.add(node.get("$ref").stringValue());
    }
    node.values().forEach(child -> references(child, found));
    return found;
  }

  @Test
  void the_rest_of_a_path_is_one_parameter() {
    var route =
        Route.get("/files/{path...}", "files_get_file")
            .returns(200, "text/plain")
            .handle(_ -> Response.noContent());
    var openApi =
        new OpenApi(List.of(route), "/", new Services(TestApi::user, new NoDatabase(), List::of));
    var parameters =
        Json.parse(openApi.document(new Principal.Anonymous()).json())
            .at("/paths/~1files~1{path}/get/parameters");
    assertThat(parameters).hasSize(1);
    assertThat(parameters.get(0).path("name").stringValue()).isEqualTo("path");
    assertThat(parameters.get(0).path("in").stringValue()).isEqualTo("path");
    assertThat(parameters.get(0).path("description").stringValue()).contains("several segments");
  }
}
