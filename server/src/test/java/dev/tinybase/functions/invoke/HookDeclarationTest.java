package dev.tinybase.functions.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.functions.invoke.FunctionFile.Hook;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Auth;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class HookDeclarationTest {
  @TempDir Path folder;
  private Calls calls;

  @BeforeEach
  void start() {
    calls = new Calls(folder);
  }

  private FunctionFile file(String text) {
    return calls.files.load(calls.sources.compact("posts", text));
  }

  private List<String> problems(String text) {
    var failure = catchThrowableOfType(LoadFailure.class, () -> file(text));
    assertThat(failure).as("loaded: %s", text).isNotNull();
    return failure.diagnostics().stream().map(Diagnostic::message).toList();
  }

  @Test
  void every_annotation_makes_a_hook_of_its_kind() {
    var file =
        file(
            """
            @BeforeRecordCreate void a(RecordDraft it) {}
            @BeforeRecordUpdate void b(RecordDraft it) {}
            @BeforeRecordDelete void c(RecordRemoval it) {}
            @BeforeRecordRead void d(RecordView it) {}
            @BeforeRegister void e(Registration it) {}
            @BeforeLogin void f(LoginAttempt it) {}
            @BeforeFunctionCall void g(CallDraft it) {}
            @OnRecordCreate void h(RecordCreated it) {}
            @OnRecordUpdate void i(RecordUpdated it) {}
            @OnRecordDelete void j(RecordDeleted it) {}
            @OnUserRegister void k(UserRegistered it) {}
            @OnUserLogin void l(UserLoggedIn it) {}
            @OnFunctionCall void m(FunctionCalled it) {}
            @OnFunctionComplete void n(FunctionCompleted it) {}
            @OnStartup void o() {}
            """);

    assertThat(file.hooks())
        .extracting(Hook::declaration)
        .containsExactlyElementsOf(
            Set.of(HookKind.values()).stream().sorted().map(HookDeclaration::new).toList());
    assertThat(file.functions()).isEmpty();
  }

  @Test
  void a_hook_says_what_its_annotation_says() {
    var hooks =
        file(
                """
                @OnRecordUpdate(collection = {"posts", "pages"}, where = "{\\"published\\": true}")
                void published(Context ctx, RecordUpdated event) {}
                @BeforeFunctionCall(function = "add_numbers", priority = -5)
                void check(CallDraft call, Context ctx) {}
                """)
            .hooks()
            .stream()
            .collect(Collectors.toMap(it -> it.declaration().kind(), Function.identity()));

    assertThat(Objects.requireNonNull(hooks.get(HookKind.ON_RECORD_UPDATE)).declaration())
        .isEqualTo(
            new HookDeclaration(
                HookKind.ON_RECORD_UPDATE,
                Set.of("posts", "pages"),
                (ObjectNode) Json.parse("{\"published\": true}"),
                0));
    assertThat(Objects.requireNonNull(hooks.get(HookKind.BEFORE_FUNCTION_CALL)).declaration())
        .isEqualTo(
            new HookDeclaration(HookKind.BEFORE_FUNCTION_CALL, Set.of("add_numbers"), null, -5));
    assertThat(hooks.get(HookKind.BEFORE_FUNCTION_CALL).entry().signature())
        .isEqualTo(
            new Signature(
                "posts.check",
                null,
                Auth.ADMIN,
                List.of(),
                null,
                0,
                Set.of(),
                Signature.Takes.EVENT,
                Signature.Returns.NOTHING,
                List.of()));
  }

  @Test
  void a_method_may_have_several_annotations_of_the_same_event() {
    var file =
        file(
            """
            @BeforeRecordCreate(collection = "posts", priority = 1) @BeforeRecordUpdate
            void slug(RecordDraft draft) {}
            """);

    assertThat(file.hooks())
        .extracting(Hook::declaration)
        .containsExactly(
            new HookDeclaration(HookKind.BEFORE_RECORD_CREATE, Set.of("posts"), null, 1),
            new HookDeclaration(HookKind.BEFORE_RECORD_UPDATE));
    assertThat(file.hooks().getFirst().entry()).isSameAs(file.hooks().getLast().entry());
  }

  @Test
  void a_hook_is_named_after_its_file_and_method_and_after_its_class_where_that_is_not_enough() {
    var file =
        file(
            """
            static class First { @OnStartup void begin() {} @OnStartup void once() {} }
            static class Second { @OnStartup void begin() {} }
            """);

    assertThat(file.hooks())
        .extracting(hook -> hook.entry().signature().name())
        .containsExactlyInAnyOrder("posts.First.begin", "posts.once", "posts.Second.begin");
    assertThat(file.find("posts.once")).isPresent();
    assertThat(file.find("posts.begin")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @BeforeRecordCreate void m() {} | takes (), but a method with @BeforeRecordCreate takes a RecordDraft, and a Context where it needs one, in any order.
          @BeforeRecordCreate void m(Context ctx) {} | takes (Context), but a method with @BeforeRecordCreate takes a RecordDraft, and a Context where it needs one, in any order.
          @BeforeRecordCreate void m(RecordRemoval it) {} | takes (RecordRemoval), but a method with @BeforeRecordCreate takes a RecordDraft, and a Context where it needs one, in any order.
          @OnStartup void m(String text) {} | takes (String), but a method with @OnStartup takes a Context or nothing.
          @OnUserLogin void m(UserLoggedIn a, UserLoggedIn b) {} | takes (UserLoggedIn, UserLoggedIn), but a method with @OnUserLogin takes a UserLoggedIn, and a Context where it needs one, in any order.
          @BeforeRecordCreate @OnRecordCreate void m(RecordDraft it) {} | has @BeforeRecordCreate and @OnRecordCreate, which give RecordDraft and RecordCreated; write a method for each.
          @BeforeLogin String m(LoginAttempt it) { return ""; } | has @BeforeLogin and returns a String, which nobody would get; let it return void.
          @Register(name = "m") @OnStartup void m() {} | has both @OnStartup and @Register; write a method for each.
          @OnShutdown @OnStartup void m() {} | has both @OnStartup and @OnShutdown; write a method for each.
          @Route(path = "/a") @OnStartup void m() {} | has both @OnStartup and @Route; write a method for each.
          @Scheduled(every = "5m") @OnStartup void m() {} | has both @OnStartup and @Scheduled; write a method for each.
          @OnRecordCreate(where = "[1]") void m(RecordCreated it) {} | has @OnRecordCreate with a 'where' that is no filter: write an object, such as {"published": true}.
          @BeforeRecordRead(collection = {}) void m(RecordView it) {} | has @BeforeRecordRead for no name; write one, several, or leave it out for all.
          @BeforeRecordRead(collection = "") void m(RecordView it) {} | has @BeforeRecordRead for no name; write one, several, or leave it out for all.
          static class A { A(int x) {} @OnStartup void m() {} } | belongs to an object of A, which cannot be made without arguments; make the method static, or give the class a constructor without parameters.
          @OnStartup void m() {} @OnStartup void m(Context ctx) {} | has the name of another hook or route of its class; rename one.
          @Route(method = "SING", path = "/a") void m() {} | answers to the HTTP method 'SING'; known are [DELETE, GET, PATCH, POST, PUT].
          @Route(path = "a") void m() {} | has the path 'a' in @Route; write it as /stats/{id}, of letters, digits, . _ ~ and -.
          @Route(path = "/a/../b c") void m() {} | has the path '/a/../b c' in @Route; write it as /stats/{id}, of letters, digits, . _ ~ and -.
          @Route(path = "/a/{x}/{x}") void m() {} | has a variable twice in the path '/a/{x}/{x}'; rename one.
          @Route(path = "/a") void m(String text) {} | takes (String), but a method with @Route takes a Request, a Context, both, or nothing.
          @Route(path = "/a/{x}") void l() {} @Route(path = "/a/{y}") void m() {} | is the route GET /a/{y}, as is the method l; change one.
          @Register(name = "f") @Route(path = "/a") void m() {} | has both @Register and @Route; write a method for each.
          """)
  void what_cannot_be_a_hook_or_a_route_is_told(String text, String problem) {
    assertThat(problems(text)).containsExactly("The method m " + problem);
  }

  @Test
  void a_condition_that_is_no_json_is_told_with_its_place() {
    assertThat(problems("@OnRecordCreate(where = \"{published}\") void m(RecordCreated it) {}"))
        .singleElement()
        .asString()
        .startsWith("The method m has @OnRecordCreate with a 'where' that is no filter: ")
        .contains("column");
  }

  @Test
  void all_problems_are_told_at_once_with_their_lines() {
    var failure =
        catchThrowableOfType(
            LoadFailure.class,
            () ->
                file(
                    """

                    @OnStartup
                    int a(int x) {
                      return x;
                    }

                    @BeforeLogin
                    void b() {
                      return;
                    }
                    """));

    assertThat(failure.diagnostics())
        .extracting(Diagnostic::file, Diagnostic::line)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("posts.java", 4L),
            org.assertj.core.groups.Tuple.tuple("posts.java", 4L),
            org.assertj.core.groups.Tuple.tuple("posts.java", 9L));
  }

  @Test
  void a_problem_is_told_in_its_source_also_where_several_make_one_program() {
    var unit =
        calls.sources.unit(
            "Audit",
            """
            package org.example;
            import dev.tinybase.sdk.hooks.*;
            class Audit { @OnStartup void m(int x) {} }
            """,
            null);

    assertThatThrownBy(() -> calls.files.load(unit, source -> "audit-trail/src/" + source))
        .isInstanceOf(LoadFailure.class)
        .hasMessageStartingWith(
            "audit-trail/src/org/example/Audit.java:3: The method m takes (int)");
  }

  @Test
  void a_route_has_a_level_and_a_place() {
    var routes =
        file(
                """
                @Route(path = "/stats/{id}", auth = Auth.ADMIN, description = "Figures of one")
                Map<String, Object> stats(Request request, Context ctx) { return Map.of(); }
                @Route(method = "post", path = "/") Response post() { return Response.status(204); }
                """)
            .routes()
            .stream()
            .collect(Collectors.toMap(it -> it.method() + " " + it.path(), it -> it.entry()));

    assertThat(routes).containsOnlyKeys("GET /stats/{id}", "POST /");
    assertThat(Objects.requireNonNull(routes.get("GET /stats/{id}")).signature())
        .isEqualTo(
            new Signature(
                "posts.stats",
                "Figures of one",
                Auth.ADMIN,
                List.of(),
                null,
                0,
                Set.of("GET"),
                Signature.Takes.REQUEST,
                Signature.Returns.VALUE,
                List.of()));
    assertThat(Objects.requireNonNull(routes.get("POST /")).signature().auth())
        .isEqualTo(Auth.AUTH);
  }
}
