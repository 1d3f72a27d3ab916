package dev.tinybase.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What one node installs, the others on the same database run too. */
class ExtensionNodesTest {
  private static final String SOURCE =
      """
      class Hello {
        @Register(name = "hello", auth = Auth.PUBLIC)
        String hello(Context ctx) { return "%s " + ctx.setting("who"); }

        @Route(path = "/", auth = Auth.PUBLIC)
        String root() { return "root"; }
      }
      """;

  private final TestServer one = TestServer.start(Engine.POSTGRES);
  private final TestServer two = one.another();
  private final TestExtension extension =
      new TestExtension("greeter")
          .manifest("static = \"public\"\n[settings.who]\ntype = \"string\"\ndefault = \"you\"")
          .file("public/index.html", "page")
          .source("Hello", SOURCE.formatted("hello"));

  @AfterEach
  void close() {
    two.close();
    one.close();
  }

  @Test
  void every_operation_reaches_the_other_node() {
    extension.install(one);
    assertThat(hello(one)).isEqualTo("hello you");
    assertThat(hello(two)).as("loaded when it is called").isEqualTo("hello you");
    assertThat(two.get(null, "/api/x/greeter").text()).isEqualTo("\"root\"");
    assertThat(two.get(null, "/x/greeter/").text()).isEqualTo("page");

    var change = (ObjectNode) Json.parse("{\"who\": \"all\"}");
    var _ = two.tinybase().extensions().settings().change("greeter", change);
    assertThat(hello(two)).isEqualTo("hello all");
    Eventually.until("the first has the value", () -> hello(one).equals("hello all"));

    extension.source("Hello", SOURCE.formatted("bye")).update(two);
    assertThat(hello(two)).isEqualTo("bye all");
    Eventually.until("the first has the update", () -> hello(one).equals("bye all"));

    extension.enable(one, false);
    Eventually.until("it is off there", () -> hello(two).isEmpty());
    assertThat(two.get(null, "/api/x/greeter").status()).isEqualTo(404);
    extension.enable(two, true);
    Eventually.until("it is on again", () -> hello(one).equals("bye all"));

    extension.uninstall(one);
    Eventually.until("it is gone there", () -> hello(two).isEmpty());
    assertThat(two.get(null, "/x/greeter/").status()).isEqualTo(404);
  }

  /** What the function answers; empty where there is none. */
  private static String hello(TestServer node) {
    var reply = node.post(null, "/api/functions/hello", "{}");
    return reply.status() == 200 ? reply.json().path("result").asString() : "";
  }
}
