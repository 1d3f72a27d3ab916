package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code functions check} compares what functions name with the collections that there are. */
class FunctionsCheckNamesTest {
  private static final String POSTS =
      """
      {"name": "posts", "label": "Posts", "schema": {"fields": [
        {"name": "title", "type": "string"},
        {"name": "views", "type": "integer"},
        {"name": "price", "type": "decimal"},
        {"name": "published", "type": "boolean"},
        {"name": "day", "type": "date"},
        {"name": "at", "type": "datetime"},
        {"name": "tags", "type": "list[string]"},
        {"name": "meta", "type": "json"}]}}
      """;

  private static final String HEAD =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;
      import java.util.*;

      @Register(name = "code")
      void code(Context ctx) {
      """;

  @TempDir Path folder;

  @BeforeEach
  void app() throws IOException {
    Files.createDirectories(folder.resolve("collections"));
    Files.createDirectories(folder.resolve("functions/lib"));
    Files.writeString(folder.resolve("collections/posts.json"), POSTS);
  }

  private CommandLineRun.Result check(String... options) {
    var words = new ArrayList<>(List.of("functions", "check"));
    words.addAll(List.of(options));
    return new CommandLineRun(folder).run(words.toArray(String[]::new));
  }

  private void save(String file, String text) throws IOException {
    Files.writeString(folder.resolve("functions").resolve(file), text);
  }

  /** Warnings of a body of a function, without the file's name; its first line has number 7. */
  private List<String> warnings(String body) throws IOException {
    save("code.java", HEAD + body + "}\n");
    var checked = check();
    assertThat(checked.code()).as(checked.out() + checked.err()).isZero();
    return checked
        .out()
        .lines()
        .filter(line -> line.contains("warning"))
        .map(line -> line.replace("functions/code.java:", "").replace(" warning:", ""))
        .toList();
  }

  @Test
  void a_collection_that_is_not_there_is_a_warning_with_its_place_and_the_nearest_name()
      throws Exception {
    assertThat(
            warnings(
                """
                  ctx.records("post").count(Filter.ALL);
                  ctx.asAdmin().records("po" + "sts").count(Filter.ALL);
                  ctx.records("nothing_like_it").asAdmin().count(Filter.eq("what", 1));
                """))
        .containsExactly(
            "7:15: there is no collection 'post'; did you mean 'posts'?",
            "9:15: there is no collection 'nothing_like_it'");
  }

  @Test
  void fields_of_filters_sorts_and_data_are_looked_up() throws Exception {
    assertThat(
            warnings(
                """
                  var posts = ctx.records("posts").asAdmin();
                  posts.first(Filter.and(Filter.eq("titel", "a"), Filter.not(Filter.gt("id", 1))));
                  posts.list(Query.where(Filter.isNull("viewz")).sort("-created_at,nothing").limit(3));
                  posts.create(Map.of("title", "a", "publishd", true));
                  posts.update("x", Map.ofEntries(Map.entry("prise", 1)));
                  posts.count(Filter.eq("meta.deep.er", 1));
                  var wanted = Filter.eq("dayy", "2026-01-01");
                  posts.count(wanted);
                """))
        .containsExactly(
            "8:36: 'posts' has no field 'titel'; did you mean 'title'?",
            "9:40: 'posts' has no field 'viewz'; did you mean 'views'?",
            "9:55: 'posts' has no field 'nothing'",
            "10:37: 'posts' has no field 'publishd'; did you mean 'published'?",
            "11:45: 'posts' has no field 'prise'; did you mean 'price'?",
            "13:26: 'posts' has no field 'dayy'; did you mean 'day'?");
  }

  @Test
  void getters_are_followed_through_variables_lists_streams_and_loops() throws Exception {
    assertThat(
            warnings(
                """
                  final String NAME = "posts";
                  var posts = ctx.records(NAME);
                  var post = posts.get("x");
                  post.text("titel");
                  posts.find("x").orElseThrow().flag("publish");
                  for (var each : posts.list(Query.ALL).records()) {
                    each.integer("view");
                  }
                  posts.stream(Query.ALL).filter(it -> it.flag("publishd")).map(it -> it.id()).toList();
                  posts.findFirst(Filter.ALL).ifPresent(it -> it.find("tag"));
                  post.instant("created_at");
                """))
        .extracting(line -> line.replaceFirst(";.*", ""))
        .containsExactly(
            "10:13: 'posts' has no field 'titel'",
            "11:38: 'posts' has no field 'publish'",
            "13:18: 'posts' has no field 'view'",
            "15:48: 'posts' has no field 'publishd'",
            "16:55: 'posts' has no field 'tag'",
            "17:16: 'posts' has no field 'created_at'");
  }

  @Test
  void a_field_that_is_read_as_another_type_is_a_warning() throws Exception {
    assertThat(
            warnings(
                """
                  var post = ctx.records("posts").get("x");
                  post.text("views");
                  post.integer("published");
                  post.date("at");
                  post.list("title");
                  post.text("title"); post.text("price"); post.number("views"); post.decimal("price");
                  post.flag("published"); post.date("day"); post.instant("at"); post.list("tags");
                  post.object("meta"); post.list("meta"); post.find("views");
                """))
        .containsExactly(
            "8:13: 'views' of 'posts' has the type integer, which text() refuses",
            "9:16: 'published' of 'posts' has the type boolean, which integer() refuses",
            "10:13: 'at' of 'posts' has the type datetime, which date() refuses",
            "11:13: 'title' of 'posts' has the type string, which list() refuses");
  }

  @Test
  void what_is_not_constant_or_may_change_is_never_an_alarm() throws Exception {
    assertThat(
            warnings(
                """
                  String name = ctx.isAdmin() ? "a" : "b";
                  ctx.records(name).count(Filter.eq("nothing", 1));
                  var some = ctx.records("posts");
                  some = ctx.records(name);
                  some.count(Filter.eq("nothing", 1));
                  ctx.records("posts").count(Filter.eq(name, 1));
                  ctx.records("posts").stream(Query.ALL)
                      .map(it -> ctx.records(name).get(it.text("title")))
                      .forEach(it -> it.text("nothing"));
                  var either = ctx.isAdmin() ? ctx.records("posts").get("x") : ctx.records(name).get("x");
                  either.text("nothing");
                  new HashMap<String, String>().get("nothing");
                """))
        .isEmpty();
  }

  @Test
  void hooks_are_looked_at_with_the_collections_that_they_name() throws Exception {
    save(
        "tidy.java",
        """
        import dev.tinybase.sdk.hooks.*;

        @BeforeRecordCreate(collection = {"posts", "pots"})
        void one(RecordDraft draft) {}

        @BeforeRecordCreate(collection = "posts")
        @BeforeRecordUpdate(collection = "posts")
        void two(RecordDraft draft) {
          draft.set("slug", draft.get("titel"));
        }

        @OnRecordUpdate(collection = "posts")
        void three(RecordUpdated event) {
          event.after().text("titl");
        }

        @BeforeRecordDelete
        void four(RecordRemoval removal) {
          removal.record().text("whatever");
        }
        """);
    assertThat(check().out().lines().filter(line -> line.contains("warning")))
        .extracting(line -> line.replaceFirst(";.*", ""))
        .containsExactly(
            "functions/tidy.java:3:44: warning: there is no collection 'pots'",
            "functions/tidy.java:9:13: warning: 'posts' has no field 'slug'",
            "functions/tidy.java:9:31: warning: 'posts' has no field 'titel'",
            "functions/tidy.java:14:22: warning: 'posts' has no field 'titl'");
  }

  @Test
  void fields_that_a_hook_shows_to_readers_exist() throws Exception {
    save(
        "show.java",
        """
        import dev.tinybase.sdk.hooks.*;

        @BeforeRecordRead(collection = "posts")
        void show(RecordView view) {
          view.set("age", 3);
        }
        """);
    assertThat(warnings("  ctx.records(\"posts\").get(\"x\").integer(\"age\");\n")).isEmpty();
  }

  @Test
  void shared_files_are_looked_at_and_files_with_errors_left_out() throws Exception {
    save(
        "lib/Shop.java",
        """
        import dev.tinybase.sdk.*;

        public class Shop {
          public static long count(Context ctx) {
            return ctx.records("pots").count(Filter.ALL);
          }
        }
        """);
    save("code.java", HEAD + "  Shop.count(ctx);\n}\n");
    save("broken.java", HEAD + "  ctx.records(\"none\").count(3);\n}\n");
    var checked = check();
    assertThat(checked.code()).isOne();
    assertThat(checked.out())
        .contains("functions/lib/Shop.java:5:24: warning: there is no collection 'pots'")
        .doesNotContain("'none'");
  }

  @Test
  void warnings_fail_where_they_are_to_and_are_told_in_json() throws Exception {
    save("code.java", HEAD + "  ctx.records(\"post\").count(Filter.ALL);\n}\n");
    assertThat(check("functions/code.java").code()).isZero();
    assertThat(check("--strict").code()).isOne();
    var json = check("--json", "--strict");
    assertThat(json.code()).isOne();
    var warning = Json.parse(json.out()).path("warnings").path(0);
    assertThat(warning.path("file").asString()).isEqualTo("functions/code.java");
    assertThat(warning.path("line").asInt()).isEqualTo(7);
    assertThat(warning.path("column").asInt()).isEqualTo(15);
    save("other.java", HEAD.replace("code", "other") + "}\n");
    assertThat(check("functions/other.java", "--strict").code()).isZero();
  }

  @Test
  void the_schemas_of_a_folder_count_alone_where_they_are_asked_for() throws Exception {
    save("code.java", HEAD + "  ctx.records(\"posts\").count(Filter.ALL);\n}\n");
    Files.createDirectories(folder.resolve("others"));
    assertThat(check("--schemas", "others").out()).contains("there is no collection 'posts'");
    assertThat(check("--schemas", "missing").code()).isOne();
    Files.delete(folder.resolve("collections/posts.json"));
    assertThat(check().out()).doesNotContain("warning");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void an_instance_elsewhere_is_asked_with_env(Engine engine) throws Exception {
    save("code.java", HEAD + "  ctx.records(\"posts\").count(Filter.eq(\"nothing\", 1));\n}\n");
    Files.delete(folder.resolve("collections/posts.json"));
    try (var server = TestServer.start(engine)) {
      assertThat(server.post(server.adminToken(), "/api/collections", POSTS).status())
          .isEqualTo(201);
      var checked =
          new CommandLineRun(folder)
              .with("TINYBASE_API_URL", server.uri("").toString())
              .with("TINYBASE_API_TOKEN", server.adminToken())
              .run("functions", "check");
      assertThat(checked.out() + checked.err()).contains("'posts' has no field 'nothing'");
    }
  }
}
