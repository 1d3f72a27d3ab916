package dev.tinybase.compile;

import static dev.tinybase.compile.Workshop.call;
import static dev.tinybase.compile.Workshop.errors;
import static dev.tinybase.compile.Workshop.source;
import static dev.tinybase.compile.Workshop.unit;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {
  private Path folder;
  private Workshop workshop;
  private MavenFolder maven;

  @BeforeEach
  void open(@TempDir Path temp) throws IOException {
    folder = temp;
    workshop = new Workshop(temp);
    maven = new MavenFolder(temp.resolve("repository"));
    Files.createDirectories(temp.resolve("functions"));
  }

  private Source greeting(String dependencies) {
    return source(
        "greet",
        "//REPOS acme=%s\n//DEPS %s\nString greet() { return acme.Greeting.text(); }\n"
            .formatted(maven.url(), dependencies));
  }

  @Test
  void a_library_comes_with_what_it_needs() throws Exception {
    maven.add("acme:words:1.0", "Words", "words 1.0");
    maven.add("acme:greeting:2.0", "Greeting", "hi", "acme:words:1.0");
    var made =
        workshop.compile(
            source(
                "greet",
                "//REPOS acme=%s\n//DEPS acme:greeting:2.0 // says hello\n".formatted(maven.url())
                    + "String greet() { return acme.Greeting.text() + acme.Words.text(); }"));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("hiwords 1.0");
    assertThat(unit(made, "greet").libraries()).hasSize(2);
  }

  @Test
  void the_lock_file_tells_versions_and_hashes_in_order() throws Exception {
    maven.add("acme:words:1.0", "Words", "words");
    maven.add("acme:greeting:2.0", "Greeting", "hi", "acme:words:1.0");
    var repository = "//REPOS acme=" + maven.url() + "\n";
    workshop.compile(
        source("z", repository + "//DEPS acme:words:1.0"),
        source("a", repository + "//DEPS acme:greeting:2.0, acme:words:1.0"));
    var libraries = Json.parse(Files.readString(workshop.lock())).path("libraries");
    assertThat(libraries.propertyNames())
        .containsExactly("acme:greeting:2.0, acme:words:1.0", "acme:words:1.0");
    var set = libraries.path("acme:greeting:2.0, acme:words:1.0");
    assertThat(set.propertyNames()).containsExactly("acme:greeting:2.0", "acme:words:1.0");
    assertThat(set.path("acme:greeting:2.0").asString())
        .isEqualTo(
            Digest.of(maven.root().resolve("acme/greeting/2.0/greeting-2.0.jar")));
    assertThat(workshop.lock().getParent()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void what_is_locked_and_here_needs_neither_repository_nor_network() throws Exception {
    maven.add("acme:greeting:2.0", "Greeting", "hi");
    workshop.compile(greeting("acme:greeting:2.0"));
    delete(maven.root());
    delete(folder.resolve("m2"));
    var changed = greeting("acme:greeting:2.0\n// another text");
    var made =
        workshop.fresh(true, InstantSource.system()).compile(List.of(), List.of(changed));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("hi");
    assertThat(folder.resolve("m2")).doesNotExist();
  }

  @Test
  void another_machine_gets_what_the_lock_file_says() throws Exception {
    maven.add("acme:words:1.0", "Words", "old");
    maven.add("acme:greeting:2.0", "Greeting", "hi", "acme:words:1.0");
    var source = greeting("acme:greeting:2.0");
    workshop.compile(source);
    maven.add("acme:words:1.5", "Words", "new");
    maven.add("acme:greeting:2.0", "Greeting", "hi", "acme:words:1.5");
    delete(workshop.cache());
    delete(folder.resolve("m2"));
    var locked = Files.readString(workshop.lock());
    var made = workshop.fresh().compile(List.of(), List.of(source));
    assertThat(unit(made, "greet").libraries()).hasSize(2);
    assertThat(Files.readString(workshop.lock())).isEqualTo(locked);
  }

  @Test
  void a_library_with_another_hash_is_an_error_that_says_how_to_accept_it() throws Exception {
    maven.add("acme:greeting:2.0", "Greeting", "hi");
    var source = greeting("acme:greeting:2.0");
    workshop.compile(source);
    maven.add("acme:greeting:2.0", "Greeting", "evil");
    delete(workshop.cache());
    delete(folder.resolve("m2"));
    assertThat(errors(workshop.fresh().compile(List.of(), List.of(source)), "greet"))
        .singleElement()
        .asString()
        .startsWith("functions/greet.java:2:8: acme:greeting:2.0 has the SHA-256 ")
        .contains("delete the entry \"acme:greeting:2.0\" from tinybase.lock");
    Files.delete(workshop.lock());
    var made = workshop.fresh().compile(List.of(), List.of(source));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("evil");
  }

  @Test
  void a_damaged_copy_is_fetched_again() throws Exception {
    maven.add("acme:greeting:2.0", "Greeting", "hi");
    var source = greeting("acme:greeting:2.0");
    var jar = unit(workshop.compile(source), "greet").libraries().getFirst();
    Files.writeString(jar, "damaged");
    var made = workshop.fresh().compile(List.of(), List.of(source));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("hi");
  }

  @Test
  void a_missing_library_is_told_at_its_place() {
    maven.add("acme:greeting:2.0", "Greeting", "hi");
    var made =
        workshop.compile(greeting("acme:greeting:2.0, acme:nothing:1.0"), source("a", "int a;"));
    assertThat(errors(made, "greet"))
        .containsExactly(
            "functions/greet.java:2:27: cannot find acme:nothing:1.0@pom in acme (%s)"
                .formatted(maven.url()));
    unit(made, "a");
    maven.add("acme:nothing:1.0", "Nothing", "now");
    unit(workshop.compile(greeting("acme:greeting:2.0, acme:nothing:1.0")), "greet");
  }

  @Test
  void a_library_that_needs_a_missing_one_is_told() {
    maven.add("acme:greeting:2.0", "Greeting", "hi", "acme:nothing:1.0");
    assertThat(errors(workshop.compile(greeting("acme:greeting:2.0")), "greet"))
        .singleElement()
        .asString()
        .startsWith("functions/greet.java:2:8: cannot find acme:nothing:1.0");
  }

  @Test
  void offline_is_named_as_the_reason() {
    maven.add("acme:greeting:2.0", "Greeting", "hi");
    var source =
        source("greet", "//REPOS acme=http://127.0.0.1:9/maven\n//DEPS acme:greeting:2.0\n");
    var made =
        workshop.fresh(true, InstantSource.system()).compile(List.of(), List.of(source));
    assertThat(errors(made, "greet"))
        .singleElement()
        .asString()
        .startsWith("functions/greet.java:2:8: acme:greeting:2.0")
        .contains("is not on this machine").endsWith("offline is set");
  }

  @Test
  void a_bom_says_versions() throws Exception {
    maven.add("acme:greeting:3.1", "Greeting", "managed");
    maven.addBom("acme:versions:1.0", "acme:greeting:3.1");
    var made = workshop.compile(greeting("acme:versions:1.0@pom acme:greeting"));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("managed");
    var unknown = workshop.compile(greeting("acme:versions:1.0@pom acme:other"));
    assertThat(errors(unknown, "greet"))
        .containsExactly(
            "functions/greet.java:2:30: no BOM among the //DEPS has a version for acme:other");
  }

  @Test
  void shared_files_bring_their_libraries_along() throws Exception {
    maven.add("acme:greeting:2.0", "Greeting", "hi");
    var lib =
        new Source(
            "lib/Base",
            "functions/lib/Base.java",
            "//REPOS %s\n//DEPS acme:greeting:2.0\npublic class Base {}".formatted(maven.url()),
            null);
    var made =
        workshop
            .compiler()
            .compile(
                List.of(lib), List.of(source("a", "String a() { return acme.Greeting.text(); }")));
    var unit = unit(made, "a");
    assertThat(unit.libraries()).isEmpty();
    assertThat(requireNonNull(unit.shared()).libraries()).hasSize(1);
    assertThat(call(unit, "a")).isEqualTo("hi");
  }

  @Test
  void a_library_shows_its_resources() throws Exception {
    maven.add("acme:greeting:2.0", "Greeting", "hi");
    var unit = unit(workshop.compile(greeting("acme:greeting:2.0")), "greet");
    try (var loader = UnitLoader.of(unit, UnitLoader.sdk());
        var in = loader.getResourceAsStream("acme/Greeting.class")) {
      assertThat(requireNonNull(in).readAllBytes()).isNotEmpty();
    }
  }

  @Test
  void without_a_folder_of_functions_the_cache_keeps_the_lock() throws Exception {
    maven.add("acme:greeting:2.0", "Greeting", "hi");
    Files.delete(folder.resolve("functions"));
    unit(workshop.compile(greeting("acme:greeting:2.0")), "greet");
    assertThat(workshop.lock()).doesNotExist();
    delete(maven.root());
    var made = workshop.fresh().compile(List.of(), List.of(greeting("acme:greeting:2.0\n")));
    assertThat(call(unit(made, "greet"), "greet")).isEqualTo("hi");
  }

  @Test
  void a_damaged_lock_file_is_not_overwritten() throws Exception {
    maven.add("acme:greeting:2.0", "Greeting", "hi");
    Files.writeString(workshop.lock(), "{\n<<<<<<< HEAD\n");
    var made = workshop.compile(greeting("acme:greeting:2.0"), source("a", "int a() { return 1; }"));
    assertThat(errors(made, "greet"))
        .singleElement()
        .asString()
        .startsWith("functions/greet.java:2:8: tinybase.lock cannot be read: body: Invalid JSON")
        .contains("line 2");
    unit(made, "a");
    assertThat(workshop.lock()).content().contains("HEAD");
  }

  @Test
  void mirrors_of_the_settings_are_asked() throws Exception {
    maven.add("acme:greeting:2.0", "Greeting", "hi");
    var asked = Collections.synchronizedList(new ArrayList<String>());
    var server = serve(asked);
    try {
      var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/all";
      Files.createDirectories(folder.resolve("m2"));
      Files.writeString(
          folder.resolve("m2/settings.xml"),
          "<settings><mirrors><mirror><id>ours</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors></settings>"
              .formatted(url));
      var text = "//DEPS acme:greeting:2.0\nString greet() { return acme.Greeting.text(); }";
      var made = workshop.compile(source("greet", text));
      assertThat(call(unit(made, "greet"), "greet")).isEqualTo("hi");
      assertThat(asked).contains("/all/acme/greeting/2.0/greeting-2.0.jar");
      assertThat(errors(workshop.compile(source("none", "//DEPS acme:none:1")), "none"))
          .containsExactly(
              "functions/none.java:1:8: cannot find acme:none:1@pom in ours (%s)".formatted(url));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_name_and_password_in_a_url_are_used_and_never_shown() throws Exception {
    var asked = Collections.synchronizedList(new ArrayList<String>());
    var server = serve(asked);
    try {
      var address = "127.0.0.1:" + server.getAddress().getPort();
      var text = "//REPOS http://joe:s3cret@%s/closed\n//DEPS acme:greeting:2.0".formatted(address);
      assertThat(errors(workshop.compile(source("greet", text)), "greet"))
          .singleElement()
          .asString()
          .contains("http://" + address + "/closed")
          .doesNotContain("s3cret");
      assertThat(asked).contains("/closed/acme/greeting/2.0/greeting-2.0.pom Basic am9lOnMzY3JldA==");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void malformed_directives_are_told_with_their_place() {
    var made =
        workshop.compile(
            source("deps", "//DEPS a:b:1 nonsense, a:b\n//DEPS\n//DEPS a:b:${version}\n"),
            source("repos", "//REPOS nowhere ftp://x\n"),
            source("slip", "//DEP a:b:1\n//NOTE nothing\n  //DEPS in:dented:1\n// DEPS a\n"),
            source("none", "//NOTE nothing\n  //DEPS in:dented:1\n// DEPS a\n//DEPSx y\n"));
    assertThat(errors(made, "deps"))
        .containsExactly(
            "functions/deps.java:2:1: //DEPS says nothing; write //DEPS group:artifact:version",
            "functions/deps.java:1:14: \"nonsense\" is not group:artifact:version[:classifier][@jar or @pom]",
            "functions/deps.java:3:8: \"a:b:${version}\" is not group:artifact:version[:classifier][@jar or @pom]",
            "functions/deps.java:1:24: \"a:b\" has no version");
    assertThat(errors(made, "repos"))
        .containsExactly(
            "functions/repos.java:1:9: \"nowhere\" is not central, name=URL, or a URL of https or file",
            "functions/repos.java:1:17: \"ftp://x\" is not central, name=URL, or a URL of https or file");
    assertThat(errors(made, "slip"))
        .containsExactly(
            "functions/slip.java:1:3: unknown directive //DEP; did you mean //DEPS?");
    unit(made, "none");
  }

  /** Serves the repository below /all; below /closed everything is refused. */
  private HttpServer serve(List<String> asked) throws IOException {
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var path = exchange.getRequestURI().getPath();
          var login = exchange.getRequestHeaders().getFirst("Authorization");
          asked.add(login == null ? path : path + " " + login);
          var file = maven.root().resolve(path.replaceFirst("^/all/", ""));
          if (path.startsWith("/closed/")) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"closed\"");
            exchange.sendResponseHeaders(login == null ? 401 : 403, -1);
          } else if (Files.isRegularFile(file)) {
            var bytes = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          } else {
            exchange.sendResponseHeaders(404, -1);
          }
          exchange.close();
        });
    server.start();
    return server;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
