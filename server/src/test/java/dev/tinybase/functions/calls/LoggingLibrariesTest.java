package dev.tinybase.functions.calls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tinybase.compile.MavenFolder;
import dev.tinybase.config.Settings.Functions.Isolation;
import dev.tinybase.functions.invoke.FunctionOutput;
import dev.tinybase.secrets.Mask;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions that log through a library that they bring along. */
class LoggingLibrariesTest {
  /** Libraries, and what they are called in the sources of functions. */
  enum Library {
    SLF4J("org.slf4j:slf4j-jdk14:2", "org.slf4j", "LoggerFactory"),
    LOG4J("org.apache.logging.log4j:log4j-core:2", "org.apache.logging.log4j", "LogManager");

    /** Where the build puts libraries for tests that must not be on their class path. */
    private static final Path JARS = Path.of("target/test-libraries");

    private final String coordinates;
    private final String packageName;
    private final String factory;

    Library(String coordinates, String packageName, String factory) {
      this.coordinates = coordinates;
      this.packageName = packageName;
      this.factory = factory;
    }

    String source(MavenFolder repository, int version) {
      switch (this) {
        case SLF4J -> {
          repository.add("org.slf4j:slf4j-api:2", org.slf4j.LoggerFactory.class);
          repository.add(
              coordinates, org.slf4j.jul.JDK14LoggerFactory.class, "org.slf4j:slf4j-api:2");
        }
        case LOG4J -> {
          var api = "org.apache.logging.log4j:log4j-api:2";
          repository.addJar(api, JARS.resolve("log4j-api.jar"));
          repository.addJar(coordinates, JARS.resolve("log4j-core.jar"), api);
        }
      }
      return SOURCE
          .replace("REPOSITORY", repository.url())
          .replace("LIBRARY", coordinates)
          .replace("PACKAGE", packageName)
          .replace("FACTORY", factory)
          .replace("VERSION", "" + version);
    }
  }

  private static final String SOURCE =
      """
      //REPOS ours=REPOSITORY
      //DEPS LIBRARY
      import dev.tinybase.sdk.*;
      import PACKAGE.*;

      static final Logger LOG = FACTORY.getLogger("mine");

      @Register(name = "writes", auth = Auth.PUBLIC)
      int writes(Context ctx) throws Exception {
        var key = ctx.secret("API_KEY");
        System.getProperties()
            .put("loader", new java.lang.ref.WeakReference<>(getClass().getClassLoader()));
        LOG.error("own {}", key, new Exception("trace " + key));
        ctx.executor().submit(() -> LOG.error("beside {}", key)).get();
        Thread.ofPlatform().start(() -> LOG.error("foreign {}", key)).join();
        return VERSION;
      }
      """;

  private static final String WITHOUT =
      """
      import dev.tinybase.sdk.*;

      @Register(name = "writes", auth = Auth.PUBLIC)
      int writes() {
        return 0;
      }
      """;

  private static final String KEY = "sesame-1234";
  private static final int RELOADS = 5;

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Handler[] handlers = Logger.getLogger("").getHandlers();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final Mask mask = new Mask();

  @TempDir Path folder;

  /** As the server does it at its start. */
  @BeforeEach
  void capture() {
    mask.add(KEY);
    var stream = new PrintStream(printed, true, UTF_8);
    System.setOut(FunctionOutput.capturing(stream, mask::hide));
    System.setErr(FunctionOutput.capturing(stream, mask::hide));
    var handler = new StreamHandler(logged, new SimpleFormatter());
    handler.setFilter(event -> FunctionOutput.passes(event, () -> true, mask::hide));
    replaceHandlers(handler);
  }

  @AfterEach
  void release() {
    replaceHandlers(handlers);
    System.setOut(out);
    System.setErr(err);
  }

  private static void replaceHandlers(Handler... handlers) {
    var root = Logger.getLogger("");
    for (var handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    for (var handler : handlers) {
      root.addHandler(handler);
    }
  }

  @ParameterizedTest
  @CsvSource({"THREAD, SLF4J", "PROCESS, SLF4J", "THREAD, LOG4J", "PROCESS, LOG4J"})
  void what_it_logs_is_kept_with_the_call_without_secrets(Isolation isolation, Library library) {
    assumeThere(library);
    try (var server = start(isolation)) {
      server.secret("API_KEY", KEY);
      call(server, library, 1);
      System.getProperties().remove("loader"); // which the resolver takes for a text
      Eventually.until(
          "its lines are kept",
          () -> String.join("\n", server.log().messages()).contains("beside ***"));
      var lines = String.join("\n", server.log().messages());
      assertThat(lines).contains("own ***", "Exception: trace ***", "at writes.writes(");
      for (var handler : Logger.getLogger("").getHandlers()) {
        handler.flush();
      }
      var elsewhere = printed.toString(UTF_8) + logged.toString(UTF_8);
      assertThat(lines + elsewhere).contains("foreign ***").doesNotContain(KEY);
    }
  }

  @ParameterizedTest
  @EnumSource(Library.class)
  void versions_that_were_replaced_leave_nothing_behind(Library library) {
    assumeThere(library);
    assumeTrue(
        Object.class.getModule().isOpen("java.lang", getClass().getModule()),
        "log4j's shutdown hook can only be found where the JDK is opened, as the server's is");
    try (var server = start(Isolation.THREAD)) {
      server.secret("API_KEY", KEY);
      var loaders = new ArrayList<WeakReference<?>>();
      for (int version = 0; version < RELOADS; version++) {
        call(server, library, version);
        loaders.add((WeakReference<?>) System.getProperties().remove("loader"));
      }
      server.sources("writes", WITHOUT);
      Eventually.until(
          "they are collected though there are always calls",
          () -> {
            server.http().post("/api/functions/writes", "");
            System.gc();
            return loaders.stream().allMatch(loader -> loader.get() == null);
          });
    }
  }

  private static void assumeThere(Library library) {
    assumeTrue(library == Library.SLF4J || Files.exists(Library.JARS), "mvn has not put it there");
  }

  private static FunctionServer start(Isolation isolation) {
    return FunctionServer.start(
        Engine.SQLITE,
        "functions.isolation",
        isolation.name().toLowerCase(Locale.ROOT),
        "functions.workers",
        "1");
  }

  private void call(FunctionServer server, Library library, int version) {
    var repository = new MavenFolder(folder.resolve("repository"));
    server.sources(MavenFolder.compiler(folder), "writes", library.source(repository, version));
    var reply = server.http().post("/api/functions/writes", "");
    assertThat(reply.json().get("result").asString()).as(reply.text()).isEqualTo("" + version);
  }
}
