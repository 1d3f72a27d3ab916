package dev.tinybase;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tinybase.docs.ArchitecturePage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between packages, as CONTRIBUTING shows them. */
class ArchitectureTest {
  private static final Set<String> LEAVES = Set.of("errors", "json", "metrics", "text", "threads");

  /** The classes that stand where the server's are, and so no tests, whatever builds them. */
  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

  /**
   * What each package may use of ours; everything may use the leaves {@code errors}, {@code json},
   * {@code metrics} and {@code text}.
   */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry("errors", List.of()),
          Map.entry("json", List.of("errors")),
          Map.entry("metrics", List.of()),
          Map.entry("text", List.of()),
          Map.entry("threads", List.of()),
          Map.entry("http", List.of("config")),
          Map.entry("config", List.of()),
          Map.entry("compile", List.of()),
          Map.entry("db", List.of("config")),
          Map.entry("changes", List.of("db")),
          Map.entry("schema", List.of("db")),
          Map.entry("filters", List.of("schema", "db")),
          Map.entry("collections", List.of("filters", "schema", "db")),
          Map.entry("hooks", List.of()),
          Map.entry(
              "delivery",
              List.of("hooks", "changes", "collections", "filters", "schema", "db", "config")),
          Map.entry("auth", List.of("hooks", "changes", "secrets", "db", "config")),
          Map.entry("secrets", List.of("db", "config")),
          Map.entry(
              "records",
              List.of("hooks", "auth", "changes", "collections", "filters", "schema", "db")),
          Map.entry(
              "transfer", List.of("records", "auth", "collections", "filters", "schema", "db")),
          Map.entry("jobs", List.of("db", "config")),
          Map.entry("backup", List.of("secrets", "db", "config")),
          Map.entry(
              "functions",
              List.of(
                  "hooks", "changes", "records", "jobs", "auth", "secrets", "compile", "db",
                  "config")),
          Map.entry(
              "extensions",
              List.of(
                  "functions",
                  "hooks",
                  "collections",
                  "schema",
                  "auth",
                  "secrets",
                  "compile",
                  "db",
                  "config")),
          Map.entry(
              "deploy",
              List.of("extensions", "functions", "collections", "schema", "auth", "db", "config")),
          Map.entry("schedule", List.of("functions", "jobs", "db", "config")),
          Map.entry(
              "api",
              List.of(
                  "http",
                  "backup",
                  "deploy",
                  "extensions",
                  "delivery",
                  "hooks",
                  "schedule",
                  "functions",
                  "jobs",
                  "secrets",
                  "auth",
                  "transfer",
                  "records",
                  "collections",
                  "filters",
                  "schema",
                  "db",
                  "config")));

  @Test
  void packages_use_only_those_below_them() {
    ARROWS.forEach((name, allowed) ->
        noClasses()
            .that()
            .resideInAPackage("dev.tinybase." + name + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(above(name, allowed))
            .allowEmptyShould(true)
            .check(SERVER));
  }

  private static String[] above(String name, List<String> allowed) {
    var known = Stream.concat(ARROWS.keySet().stream(), Stream.of("cli"));
    var forbidden =
        known
            .filter(
                other -> !other.equals(name) && !allowed.contains(other) && !LEAVES.contains(other))
            .map(other -> "dev.tinybase." + other + "..");
    return Stream.concat(Stream.of("dev.tinybase"), forbidden).toArray(String[]::new);
  }

  @Test
  void the_architecture_page_names_what_exists() throws IOException {
    assertThat(ArchitecturePage.missing()).as("names in docs/architecture.md").isEmpty();
  }

  @Test
  void packages_form_no_cycles() {
    slices().matching("dev.tinybase.(*)..").should().beFreeOfCycles().check(SERVER);
  }

  @Test
  void only_db_knows_jdbc() {
    onlyIn(
        "dev.tinybase.db..",
        "java.sql..",
        "javax.sql..",
        "org.sqlite..",
        "org.postgresql..",
        "com.zaxxer..");
  }

  @Test
  void only_http_knows_the_http_library() {
    onlyIn("dev.tinybase.http", "io.helidon..");
  }

  @Test
  void only_auth_knows_tokens_and_bcrypt() {
    onlyIn("dev.tinybase.auth..", "com.nimbusds..", "at.favre.lib..", "org.bouncycastle..");
  }

  @Test
  void only_compile_knows_the_compiler_and_maven() {
    onlyIn(
        "dev.tinybase.compile..",
        "javax.tools..",
        "com.sun.source..",
        "eu.maveniverse..",
        "org.eclipse.aether..");
  }

  @Test
  void what_runs_beside_a_function_reaches_the_server_through_its_host_alone() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.tinybase.functions.host..", "dev.tinybase.functions.invoke..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    ARROWS.keySet().stream()
                        .filter(name ->
                            !Set.of("functions", "hooks", "compile", "json", "errors", "text")
                                .contains(name))
                        .map(name -> "dev.tinybase." + name + ".."),
                    Stream.of("calls", "loading", "registry", "versions", "worker")
                        .map(name -> "dev.tinybase.functions." + name + ".."))
                .toArray(String[]::new))
        .check(SERVER);
  }

  @Test
  void a_worker_has_nothing_of_the_server_but_what_runs_beside_functions() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.tinybase.functions.worker.jvm..", "dev.tinybase.functions.worker.wire..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    ARROWS.keySet().stream()
                        .filter(name ->
                            !Set.of("functions", "hooks", "compile", "json", "errors", "text")
                                .contains(name))
                        .map(name -> "dev.tinybase." + name + ".."),
                    Stream.of("calls", "loading", "registry", "versions", "history", "worker")
                        .map(name -> "dev.tinybase.functions." + name))
                .toArray(String[]::new))
        .check(SERVER);
  }

  @Test
  void only_the_command_line_knows_its_library() {
    onlyIn("dev.tinybase.cli..", "picocli..");
  }

  private static void onlyIn(String home, String... libraries) {
    noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .allowEmptyShould(true)
        .check(SERVER);
  }
}
