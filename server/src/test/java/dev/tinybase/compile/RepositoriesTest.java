package dev.tinybase.compile;

import static dev.tinybase.compile.Workshop.call;
import static dev.tinybase.compile.Workshop.errors;
import static dev.tinybase.compile.Workshop.source;
import static dev.tinybase.compile.Workshop.unit;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoriesTest {
  private Path folder;
  private Workshop workshop;

  @BeforeEach
  void open(@TempDir Path temp) throws IOException {
    folder = temp;
    workshop = new Workshop(temp);
    Files.createDirectories(temp.resolve("functions"));
  }

  @Test
  void a_missing_library_is_told_at_its_place() {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi");
    var made =
        workshop.compile(
            workshop.greeting("acme:greeting:2.0, acme:nothing:1.0"), source("a", "int a;"));
    assertThat(errors(made, "greet"))
        .containsExactly(
            "functions/greet.java:2:27: cannot find acme:nothing:1.0@pom in acme (%s)"
                .formatted(workshop.maven().url()));
    unit(made, "a");
    workshop.maven().add("acme:nothing:1.0", "Nothing", "now");
    unit(workshop.compile(workshop.greeting("acme:greeting:2.0, acme:nothing:1.0")), "greet");
  }

  @Test
  void a_library_that_needs_a_missing_one_is_told() {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi", "acme:nothing:1.0");
    assertThat(errors(workshop.compile(workshop.greeting("acme:greeting:2.0")), "greet"))
        .singleElement()
        .asString()
        .startsWith("functions/greet.java:2:8: cannot find acme:nothing:1.0");
  }

  @Test
  void offline_is_named_as_the_reason() {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi");
    var source =
        source("greet", "//REPOS acme=http://127.0.0.1:9/maven\n//DEPS acme:greeting:2.0\n");
    var made = workshop.fresh(true, InstantSource.system()).compile(List.of(), List.of(source));
    assertThat(errors(made, "greet"))
        .singleElement()
        .asString()
        .startsWith("functions/greet.java:2:8: acme:greeting:2.0")
        .contains("is not on this machine")
        .endsWith("offline is set");
  }

  @Test
  void repositories_of_other_machines_are_asked_over_tls_unless_the_setting_says_otherwise() {
    var source = source("greet", "//REPOS http://repo.example/maven\n//DEPS acme:greeting:2.0\n");
    assertThat(errors(workshop.compile(source), "greet"))
        .singleElement()
        .asString()
        .startsWith("functions/greet.java:1:9: ")
        .contains("https", "functions.insecure_repositories");
    try (var insecure =
        new SourceCompiler(
            folder.resolve("cache"),
            folder.resolve("lock"),
            true,
            true,
            folder.resolve("m2"),
            InstantSource.system())) {
      assertThat(errors(insecure.compile(List.of(), List.of(source)), "greet"))
          .singleElement()
          .asString()
          .contains("offline is set");
    }
  }

  @Test
  void a_user_without_a_usable_home_gets_a_folder_in_the_cache() throws Exception {
    var cache = folder.resolve("cache");
    var file = Files.writeString(Files.createDirectories(folder.resolve("x")).resolve("file"), "");
    assertThat(MavenAccess.home(file, cache)).isEqualTo(cache.resolve("maven"));
    assertThat(MavenAccess.home(folder.resolve("new/user"), cache)).isNull();
    Files.createDirectories(folder.resolve("user/.m2"));
    assertThat(MavenAccess.home(folder.resolve("user"), cache)).isNull();
  }

  @Test
  void a_folder_that_cannot_be_written_is_not_the_fault_of_the_repository() throws Exception {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi");
    Files.createDirectories(folder.resolve("m2"));
    Files.writeString(folder.resolve("m2/repository"), "no folder");
    var made = workshop.compile(workshop.greeting("acme:greeting:2.0"));
    assertThat(errors(made, "greet")).singleElement().asString().contains("Maven's folder");
  }

  @Test
  void mirrors_of_the_settings_are_asked() throws Exception {
    workshop.maven().add("acme:greeting:2.0", "Greeting", "hi");
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
      assertThat(asked)
          .contains("/closed/acme/greeting/2.0/greeting-2.0.pom Basic am9lOnMzY3JldA==");
    } finally {
      server.stop(0);
    }
  }

  /** Serves the repository below /all; below /closed everything is refused. */
  private HttpServer serve(List<String> asked) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var path = exchange.getRequestURI().getPath();
          var login = exchange.getRequestHeaders().getFirst("Authorization");
          asked.add(login == null ? path : path + " " + login);
          var file = workshop.maven().root().resolve(path.replaceFirst("^/all/", ""));
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
}
