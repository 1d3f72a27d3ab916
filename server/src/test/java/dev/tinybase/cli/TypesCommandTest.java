package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.NodeTools;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tinybase types}: from files, from the instance of the folder, from a server. */
class TypesCommandTest {
  private static final String THINGS =
      """
      {"name": "things", "label": "Things", "schema": {"fields": [
        {"name": "email", "type": "string", "format": "email", "required": true, "unique": true},
        {"name": "state", "type": "string", "values": ["new", "so \\"called\\""], "default": "new"},
        {"name": "size", "type": "integer", "min": 1, "max": 10},
        {"name": "weight", "type": "number", "required": true, "nullable": true},
        {"name": "price", "type": "decimal", "min": 0},
        {"name": "sold", "type": "boolean", "required": true},
        {"name": "day", "type": "date", "description": "When */ it came"},
        {"name": "at", "type": "datetime"},
        {"name": "notes", "type": "json"},
        {"name": "more", "type": "object"},
        {"name": "any", "type": "list"},
        {"name": "tags", "type": "list[string]", "max_length": 3},
        {"name": "secret", "type": "string", "hidden": true},
        {"name": "number", "type": "integer", "required": true, "read_only": true}]}}
      """;

  private static final String FUNCTIONS =
      """
      import dev.tinybase.sdk.*;
      import jakarta.validation.constraints.NotNull;
      import java.util.*;
      import java.util.stream.Stream;

      enum Unit { METRE, FOOT }

      record Point(double x, double y) {}

      sealed interface Shape permits Circle, Path {}

      record Circle(@NotNull Point centre, double radius) implements Shape {}

      record Path(@NotNull List<Point> points) implements Shape {}

      record Plan(@NotNull Shape shape, @NotNull Unit unit, Optional<String> title) {}

      @Register(name = "measure", description = "Measures a shape", auth = Auth.PUBLIC)
      double measure(Plan plan) {
        return 1;
      }

      @Register(name = "rows")
      Stream<Point> rows() {
        return Stream.of(new Point(1, 2));
      }

      @Register(name = "page")
      Response page(Request request) {
        return Response.text("hello");
      }

      @Register(name = "forget")
      void forget() {}

      @Register(name = "count_words")
      Map<String, Integer> countWords(List<String> texts) {
        return Map.of();
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void app() throws IOException {
    Files.createDirectories(folder.resolve("collections"));
    Files.createDirectories(folder.resolve("functions"));
    Files.writeString(folder.resolve("collections/things.json"), THINGS);
    Files.writeString(folder.resolve("functions/measure.java"), FUNCTIONS);
  }

  private CommandLineRun line() {
    return new CommandLineRun(folder);
  }

  @Test
  void types_say_what_is_read_and_what_may_be_sent() {
    var types = line().run("types", "ts");
    assertThat(types.code()).as(types.err()).isZero();
    assertThat(types.out())
        .contains(
            """
            /** Things: the data of a record. */
            export interface Things {
              /** An e-mail address; unique. */
              email: string;
              /** Default `"new"`. */
              state: "new" | "so \\"called\\"";
              /** A whole number, 1 to 10. */
              size: number | null;
              weight: number | null;
              /** An exact decimal number, at least 0. */
              price: string | null;
              sold: boolean;
              /** When *\\/ it came. A day, such as `2026-11-22`. */
              day: string | null;
              /** An instant in UTC, such as `2026-11-22T18:30:00Z`. */
              at: string | null;
              /** Any JSON. */
              notes: Json;
              more: { [key: string]: Json };
              any: Json[];
              /** At most 3 items. */
              tags: string[];
              /** Seen by admins only. */
              secret?: string | null;
              /** A whole number; set by admins only. */
              number: number;
            }
            """)
        .contains("  price?: string | number | null;\n")
        .contains(
            "  weight: number | null;\n  /** An exact decimal number, at least 0. */\n  price?:")
        .contains("  tags?: string[] | ListChange<string>;\n")
        .contains("  size?: number | null | Increment;\n")
        .contains("  number?: number;\n")
        .contains(
            "  things: { data: Things; create: ThingsCreate; patch: ThingsPatch;"
                + " filter: Filter<ThingsFields> };\n");
  }

  @Test
  void functions_have_the_types_of_their_input_and_of_what_they_answer() {
    assertThat(line().run("types", "ts").out())
        .contains(
            """
            export interface Functions {
              count_words: { input: string[]; result: { [key: string]: number } };
              forget: { input: NoInput; result: null };
              /** Measures a shape */
              measure: { input: MeasureInput; result: number };
              page: { input: unknown };
              rows: { input: NoInput; rows: Json };
            }
            """)
        .contains("  unit: \"METRE\" | \"FOOT\";\n  title?: string | null;\n")
        .contains("export interface MeasureInputPoint {\n  x: number;\n  y: number;\n}\n")
        .contains("    type: \"circle\";\n    centre: MeasureInputPoint;\n");
  }

  @Test
  void files_an_instance_and_a_server_give_the_same_types() throws IOException {
    var ofFiles = line().run("types", "ts").out();
    line().run("init", "--bare");
    assertThat(line().run("collections", "apply", "collections/things.json").code()).isZero();
    assertThat(line().run("types", "ts").out()).isEqualTo(ofFiles);
    try (var server = TestServer.start(Engine.SQLITE)) {
      server.post(server.adminToken(), "/api/collections", THINGS);
      Files.createDirectories(server.functionsFolder());
      Files.writeString(server.functionsFolder().resolve("measure.java"), FUNCTIONS);
      server.tinybase().load();
      var remote =
          line()
              .with("TINYBASE_API_URL", server.uri("").toString())
              .with("TINYBASE_API_TOKEN", server.adminToken());
      assertThat(remote.run("types", "ts").out()).isEqualTo(ofFiles);
    }
  }

  @Test
  void a_file_that_is_out_of_date_fails_the_check_and_stays_as_it_is() throws IOException {
    assertThat(line().run("types", "ts", "-o", "web/types.ts", "--check").code()).isEqualTo(1);
    assertThat(folder.resolve("web")).doesNotExist();
    assertThat(line().run("types", "ts", "-o", "web/types.ts").err())
        .isEqualTo("Wrote web/types.ts\n");
    assertThat(line().run("types", "ts", "-o", "web/types.ts", "--check").code()).isZero();
    Files.writeString(
        folder.resolve("collections/more.json"),
        "{\"name\": \"more\", \"schema\": {\"fields\": [{\"name\": \"a\", \"type\": \"string\"}]}}");
    var before = Files.readString(folder.resolve("web/types.ts"));
    var check = line().run("types", "ts", "-o", "web/types.ts", "--check");
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.err()).contains("web/types.ts is not as the app has it");
    assertThat(folder.resolve("web/types.ts")).hasContent(before);
    assertThat(line().run("types", "ts", "--check").code()).isEqualTo(2);
  }

  @Test
  void names_that_would_be_the_same_are_told_apart() throws IOException {
    Files.writeString(
        folder.resolve("collections/names.json"),
        """
        [{"name": "json", "schema": {"fields": [{"name": "a", "type": "string"}]}},
         {"name": "things_create", "schema": {"fields": [{"name": "a", "type": "string"}]}}]
        """);
    assertThat(line().run("types", "ts").out())
        .contains("  json: { data: Json2; create: JsonCreate;")
        .contains("  things_create: { data: ThingsCreate2; create: ThingsCreateCreate;");
  }

  @Test
  void where_there_is_nothing_it_says_where_to_look(@TempDir Path empty) {
    var types = new CommandLineRun(empty).run("types", "ts");
    assertThat(types.code()).isEqualTo(1);
    assertThat(types.err()).contains("There is no instance here", "Go to the folder of your app.");
  }

  @Test
  void functions_that_do_not_compile_and_collections_declared_twice_are_told() throws IOException {
    Files.copy(folder.resolve("collections/things.json"), folder.resolve("collections/a.json"));
    assertThat(line().run("types", "ts").err())
        .contains("the collection 'things' is declared in", "a.json already");
    Files.delete(folder.resolve("collections/a.json"));
    Files.writeString(folder.resolve("functions/measure.java"), FUNCTIONS + "?");
    assertThat(line().run("types", "ts").err()).contains("measure.java does not compile");
  }

  @Test
  void the_compiler_of_typescript_takes_them_and_refuses_what_the_server_would()
      throws IOException {
    NodeTools.require();
    var project = NodeTools.folder("types");
    Files.writeString(project.resolve("types.ts"), line().run("types", "ts").out());
    Files.writeString(
        project.resolve("use.ts"),
        """
        import type { Collections, Functions, RecordOf } from "./types.js";

        export const made: Collections["things"]["create"] = { email: "a@b.c", weight: null, sold: true };
        // @ts-expect-error no e-mail address
        export const missing: Collections["things"]["create"] = { weight: 1, sold: true };
        // @ts-expect-error no such field
        export const unknown: Collections["things"]["patch"] = { sise: 1 };
        // @ts-expect-error no such state
        export const state: Collections["things"]["patch"] = { state: "old" };
        export const patch: Collections["things"]["patch"] = { size: { $inc: 1 }, tags: { $append: ["a"] } };
        // @ts-expect-error a list of texts
        export const tags: Collections["things"]["patch"] = { tags: { $append: [1] } };
        export const filter: Collections["things"]["filter"] = {
          size: { gte: 1, lt: 5 }, or: [{ state: "new" }, { not: { tags: { has: "a" } } }],
          "notes.color": "red", created_at: { gt: "2026-01-01" }, owner_id: "$user.id",
        };
        // @ts-expect-error true and false have no order
        export const order: Collections["things"]["filter"] = { sold: { gt: true } };
        export const plan: Functions["measure"]["input"] = {
          shape: { type: "circle", centre: { x: 1, y: 2 }, radius: 1 }, unit: "METRE" };
        // @ts-expect-error no such unit
        export const unit: Functions["measure"]["input"]["unit"] = "INCH";
        export function text(thing: RecordOf<Collections["things"]["data"]>): string {
          return thing.data.email + (thing.data.price ?? "0") + thing.owner_id;
        }
        """);
    NodeTools.compile(
        project,
        "--strict",
        "--noEmit",
        "--exactOptionalPropertyTypes",
        "--target",
        "es2022",
        "--module",
        "nodenext",
        "use.ts");
  }

  @Test
  void the_compiler_of_java_takes_records_of_everything_whatever_it_is_called() throws IOException {
    Files.writeString(
        folder.resolve("collections/names.json"),
        """
        [{"name": "map", "label": "*/ \\u000a <b> @see", "schema": {"fields": [
           {"name": "class", "type": "string"}, {"name": "toString", "type": "integer"},
           {"name": "wait", "type": "integer", "required": true}, {"name": "Values", "type": "json"}]}},
         {"name": "measure", "schema": {"fields": [{"name": "json", "type": "json"}]}},
         {"name": "a", "schema": {"fields": [{"name": "set", "type": "object"}]}}]
        """);
    var run =
        line().run("types", "java", "-o", "src/org/example/App.java", "--package", "org.example");
    assertThat(run.code()).as(run.err()).isZero();
    var file = folder.resolve("src/org/example/App.java");
    assertThat(Files.readString(file))
        .contains("package org.example;", "CollectionOf<Map2> MAP =", "CollectionOf<A> A_2 =")
        .contains("FunctionOf<MeasureInput, Double> MEASURE_2 =")
        .contains("FunctionOf<List<String>, Map<String, Long>> COUNT_WORDS =")
        .contains("record MeasureInputCircle(\n        MeasureInputPoint centre,")
        .contains("json.put(\"type\", \"circle\");")
        .contains("@param shape A record of this function, or a map, whose type is \"circle\" or")
        .contains("@param unit One of \"METRE\", \"FOOT\".");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-Xlint:all",
                "-Xdoclint:all,-missing",
                "-Werror",
                "-cp",
                folder.toString(),
                "-d",
                folder.resolve("classes").toString(),
                file.toString());
    assertThat(compiled).as("compiles").isZero();
  }

  @Test
  void a_class_of_java_is_called_as_its_file_is() {
    assertThat(line().run("types", "java").out()).contains("public final class Types {");
    assertThat(line().run("types", "java", "-o", "my-app.java").err()).contains("App.java");
    assertThat(line().run("types", "java", "-o", "App.txt").code()).isEqualTo(2);
    assertThat(line().run("types", "java", "--package", "org.class").err()).contains("org.example");
  }

  @Test
  void a_collection_that_no_record_of_java_can_hold_is_told() throws IOException {
    var fields =
        IntStream.range(0, 130)
            .mapToObj(
                i -> "{\"name\": \"f%d\", \"type\": \"integer\", \"required\": true}".formatted(i))
            .collect(Collectors.joining(","));
    Files.writeString(
        folder.resolve("collections/wide.json"),
        "{\"name\": \"wide\", \"schema\": {\"fields\": [" + fields + "]}}");
    var run = line().run("types", "java");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("Wide has 130 members");
    assertThat(line().run("types", "ts").code()).isZero();
  }
}
