package dev.tinybase.functions.calls;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Classes of functions that were replaced. */
class LeakTest {
  private FunctionServer server;

  @BeforeEach
  void start() {
    server = FunctionServer.start(Engine.SQLITE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void what_functions_leave_behind_on_their_threads_keeps_no_classes() {
    var text =
        """
        import dev.tinybase.sdk.*;

        record Kept(String text) {}

        static final ThreadLocal<Kept> LEFT = new ThreadLocal<>();

        @Register(name = "leaves", auth = Auth.PUBLIC)
        int leaves() {
          LEFT.set(new Kept("here"));
          System.getProperties()
              .put("loader", new java.lang.ref.WeakReference<>(Kept.class.getClassLoader()));
          return %d;
        }
        """;
    server.add(HandMade.named("other", (_, _, _) -> HandMade.json("1")));
    server.sources("leaves", text.formatted(0));
    var loaders = new ArrayList<WeakReference<?>>();
    for (int i = 0; i < 200; i++) {
      // the same classes, loaded once more
      server.sources("leaves", text.formatted(0));
      server.http().post("/api/functions/leaves", "");
      loaders.add((WeakReference<?>) System.getProperties().remove("loader"));
    }
    server.sources("leaves", text.formatted(1));
    Eventually.until(
        "the classes are gone though there are always calls",
        () -> {
          server.http().post("/api/functions/other", "");
          System.gc();
          return loaders.stream().allMatch(loader -> loader.get() == null);
        });
  }
}
