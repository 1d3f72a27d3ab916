package dev.tinybase.functions.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Hooks and routes in a worker: the same messages as for functions. */
class HookInWorkerTest {
  @TempDir private static Path folder;
  private static Workshop workshop;
  private final FakeHost host = new FakeHost();

  @BeforeAll
  static void start() {
    workshop = new Workshop(folder, 1, 128);
  }

  @AfterAll
  static void stop() {
    workshop.close();
  }

  private static Input event(String json) {
    return new Input.Event((ObjectNode) Json.parse(json.replace('\'', '"')));
  }

  @Test
  void a_hook_gets_its_event_and_decides() throws Throwable {
    workshop.add(
        "slugs",
        """
        @BeforeRecordCreate
        void slug(Context ctx, RecordDraft draft) {
          ctx.log().info("{} in {} {}", draft.collection(), ctx.functionName(), draft.user());
          if (draft.get("title") instanceof String title) {
            draft.set("slug", title.toLowerCase());
          }
        }
        """);
    var draft = "{'collection': 'posts', 'before': null, 'data': {'title': %s}, 'user': null}";

    var decided = workshop.handle("slugs.slug", event(draft.formatted("'New'")), host);
    var nothing = workshop.handle("slugs.slug", event(draft.formatted("7")), host);

    assertThat(decided)
        .isEqualTo(new CallResult.Decided((ObjectNode) Json.parse("{\"set\":{\"slug\":\"new\"}}")));
    assertThat(nothing).isEqualTo(new CallResult.Decided(null));
    assertThat(host.messages())
        .containsExactly(
            "posts in slugs.slug Optional.empty", "posts in slugs.slug Optional.empty");
  }

  @Test
  void a_page_of_records_is_one_message() throws Throwable {
    workshop.add(
        "hiding",
        """
        @BeforeRecordRead
        void hide(RecordView view) {
          if (view.record().id().equals("b")) {
            view.hide("x");
          }
        }
        """);

    var decided =
        workshop.handle(
            "hiding.hide",
            event(
                "{'collection': 'posts', 'user': null,"
                    + " 'records': [{'id': 'a', 'data': {}}, {'id': 'b', 'data': {}}]}"),
            host);

    assertThat(decided)
        .isEqualTo(
            new CallResult.Decided(
                (ObjectNode) Json.parse("{\"records\":[null,{\"hide\":[\"x\"]}]}")));
  }

  @Test
  void a_refusal_comes_back_with_its_status() {
    workshop.add(
        "refusing",
        """
        @BeforeLogin
        void refuse(LoginAttempt attempt) {
          throw new Refusal(403, "banned", attempt.email() + " may not.");
        }
        """);

    var thrown =
        catchThrowableOfType(
            FunctionFailure.class,
            () ->
                workshop.handle(
                    "refusing.refuse",
                    event("{'email': 'a@x.org', 'address': '::1', 'user': null}"),
                    host));

    assertThat(thrown.failure().status()).isEqualTo(403);
    assertThat(thrown.failure().code()).isEqualTo("banned");
    assertThat(thrown.failure().message()).isEqualTo("a@x.org may not.");
  }

  @Test
  void a_route_gets_its_path_and_settings() throws Throwable {
    workshop.add(
        "stats",
        """
        @Route(path = "/stats/{id}")
        String stats(Context ctx, Request request) {
          return request.path("id") + " " + ctx.setting("keep_days");
        }
        """);

    var output =
        workshop.handle(
            "stats.stats",
            new Input.Raw(
                "GET", Map.of(), Map.of("q", List.of("1")), new byte[0], Map.of("id", "7")),
            host);

    assertThat(Workshop.json(output)).isEqualTo("\"7 setting of keep_days\"");
  }
}
