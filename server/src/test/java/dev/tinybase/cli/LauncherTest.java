package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Launch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code tinybase}, in a house of its own with JDKs and a Maven that only pretend. */
class LauncherTest {
  private record Result(int code, String out, String err) {}

  private static final String JAVA =
      """
      #!/usr/bin/env bash
      echo "$0 in $PWD: $*"
      for argument; do
        case $argument in
          -XX:AOTCacheOutput=*) env >"${argument#*=}" ;;
          -Dorg.sqlite.tmpdir=*/native)
            echo library >"${argument#*=}/sqlite-3.99-cafe-libsqlitejdbc.so"
            echo >"${argument#*=}/sqlite-3.99-cafe-libsqlitejdbc.so.lck"
            ;;
        esac
      done
      for last; do :; done
      case $last in
        fail) exit 7 ;;
        wait) echo $$; exec sleep 60 ;;
      esac
      """;

  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      echo "$JAVA_HOME $*" >>"$MAVEN_CALLS"
      echo "maven is talking"
      [[ -z ${MAVEN_FAILS:-} ]] || exit 1
      for argument; do
        [[ $argument != -Dtinybase.jar=* ]] || echo jar >"${argument#*=}"
      done
      """;

  @TempDir Path root;
  private Path house;
  private Path elsewhere;
  private Path bin;

  @BeforeEach
  void build_a_house() throws IOException {
    house = Files.createDirectories(root.resolve("house")).toRealPath();
    elsewhere = Files.createDirectories(root.resolve("elsewhere")).toRealPath();
    bin = Files.createDirectories(root.resolve("bin"));
    for (var file :
        List.of(
            "pom.xml",
            "sdk/pom.xml",
            "server/pom.xml",
            "admin/pom.xml",
            "sdk/src/main/A.java",
            "admin/src/main.ts",
            "server/src/main/B.java")) {
      Files.createDirectories(house.resolve(file).getParent());
      Files.writeString(house.resolve(file), "");
    }
    Files.createDirectories(house.resolve("server/target"));
    executable(
        house.resolve("admin/has-node"), Files.readString(Path.of("..", "admin", "has-node")));
    var script = Files.readString(Path.of("..", "tinybase"));
    executable(
        house.resolve("tinybase"),
        script.replaceAll(" (/usr/|/opt/|/Library/)", " " + root + "$1"));
    for (var tool :
        List.of(
            "bash",
            "env",
            "find",
            "mkdir",
            "cat",
            "rm",
            "readlink",
            "touch",
            "mv",
            "sleep",
            "sed")) {
      Files.createSymbolicLink(bin.resolve(tool), tool(tool));
    }
  }

  /** JUnit warns of every link that leads out of its folder. */
  @AfterEach
  void remove_links() throws IOException {
    try (var files = Files.list(bin)) {
      for (var link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  @Test
  void without_a_jdk_one_sentence_says_what_to_install() throws Exception {
    jdk("/usr/lib/jvm/old", "17.0.1");
    var result = run(Map.of(), "version");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .contains("no JDK 25 or newer found", "adoptium.net", "TINYBASE_JAVA_HOME");
  }

  @Test
  void without_maven_one_sentence_says_what_to_install() throws Exception {
    jdk("/usr/lib/jvm/new", "25.0.1");
    var result = run(Map.of(), "version");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err().lines()).singleElement().asString().contains("apt install maven");
    assertThat(house.resolve("target/build.lock")).doesNotExist();
  }

  @Test
  void the_newer_jdk_is_found_wherever_the_older_one_is_named() throws Exception {
    builtJar();
    var old = jdk("/usr/lib/jvm/a17", "17.0.1");
    var found = jdk("/usr/lib/jvm/b25", "25.0.3");
    Files.createSymbolicLink(bin.resolve("java"), old.resolve("bin/java"));
    var result = run(Map.of("JAVA_HOME", old.toString()), "version");
    assertThat(result.out()).startsWith(found + "/bin/java in ");
  }

  @Test
  void the_jdk_of_the_path_is_found_behind_symbolic_links() throws Exception {
    builtJar();
    var jdk = jdk("/somewhere/jdk", "26");
    Files.createSymbolicLink(root.resolve("alternative"), jdk.resolve("bin/java"));
    Files.createSymbolicLink(bin.resolve("java"), root.resolve("alternative"));
    assertThat(run(Map.of(), "version").out()).startsWith(jdk + "/bin/java in ");
  }

  @Test
  void a_jdk_that_is_named_is_used_or_refused() throws Exception {
    builtJar();
    jdk("/usr/lib/jvm/new", "25.0.1");
    var named = jdk("/named", "27-ea");
    assertThat(run(Map.of("TINYBASE_JAVA_HOME", named.toString()), "version").out())
        .startsWith(named + "/");
    var old = jdk("/old", "21.0.2");
    var refused = run(Map.of("TINYBASE_JAVA_HOME", old.toString()), "version");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("TINYBASE_JAVA_HOME is " + old, "no JDK 25");
  }

  @Test
  void a_jdk_without_a_release_file_is_asked() throws Exception {
    builtJar();
    var jdk = jdk("/usr/lib/jvm/plain", "25.0.1");
    Files.delete(jdk.resolve("release"));
    assertThat(run(Map.of(), "version").out()).startsWith(jdk + "/");
  }

  @Test
  void it_builds_without_the_admin_ui_where_node_is_missing_or_old_and_says_so() throws Exception {
    jdk("/usr/lib/jvm/new", "25.0.1");
    maven();
    var first = run(Map.of(), "version");
    assertThat(first.code()).isZero();
    assertThat(first.err()).contains("Node 20.19 or newer with npm is missing");
    assertThat(mavenCalls()).singleElement().asString().contains("-DskipUi=true");
  }

  @Test
  void it_builds_what_is_missing_or_older_than_its_sources_and_nothing_else() throws Exception {
    var jdk = jdk("/usr/lib/jvm/new", "25.0.1");
    maven();
    node();
    var first = run(Map.of(), "version");
    assertThat(first.code()).isZero();
    assertThat(first.err().lines()).singleElement().asString().contains("building the program");
    assertThat(first.out())
        .contains("-jar " + house.resolve("server/target/tinybase.jar") + " version");
    assertThat(run(Map.of(), "version").err()).isEmpty();
    assertThat(mavenCalls()).singleElement().asString().startsWith(jdk + " ");
    for (var changed :
        List.of(
            "server/src/main/B.java",
            "sdk/src/main/A.java",
            "admin/src/main.ts",
            "server/pom.xml")) {
      Files.setLastModifiedTime(
          house.resolve(changed), FileTime.from(Instant.now().plusSeconds(1)));
      assertThat(run(Map.of(), "version").err()).as(changed).contains("building the program");
      Files.setLastModifiedTime(house.resolve(changed), FileTime.from(Instant.EPOCH));
    }
    assertThat(house.resolve("target/build.lock")).doesNotExist();
  }

  @Test
  void mavens_output_is_shown_when_the_build_fails() throws Exception {
    jdk("/usr/lib/jvm/new", "25.0.1");
    maven();
    var result = run(Map.of("MAVEN_FAILS", "1"), "version");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("maven is talking", "the build failed");
    assertThat(result.out()).isEmpty();
    assertThat(run(Map.of(), "version").code()).isZero();
  }

  @Test
  void two_starts_at_once_build_once() throws Exception {
    jdk("/usr/lib/jvm/new", "25.0.1");
    maven();
    var starts =
        Stream.generate(() -> start(Map.of(), elsewhere, house.resolve("tinybase"), "version"))
            .limit(3)
            .toList();
    for (var start : starts) {
      assertThat(start.waitFor()).isZero();
    }
    assertThat(mavenCalls()).hasSize(1);
  }

  @Test
  void the_lock_of_a_start_that_died_is_taken_over() throws Exception {
    jdk("/usr/lib/jvm/new", "25.0.1");
    maven();
    var dead = start(Map.of(), elsewhere, bin.resolve("bash"), "-c", ":");
    dead.waitFor();
    Files.createDirectories(house.resolve("target/build.lock"));
    Files.writeString(house.resolve("target/build.lock/pid"), dead.pid() + "\n");
    assertThat(run(Map.of(), "version").code()).isZero();
  }

  @Test
  void nobody_waits_for_ever_for_a_build_that_does_not_end() throws Exception {
    jdk("/usr/lib/jvm/new", "25.0.1");
    maven();
    var script = house.resolve("tinybase");
    executable(script, Files.readString(script).replace("LONGEST_WAIT=300", "LONGEST_WAIT=1"));
    Files.createDirectories(house.resolve("target/build.lock"));
    Files.writeString(house.resolve("target/build.lock/pid"), ProcessHandle.current().pid() + "\n");
    var result = run(Map.of(), "version");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("another start builds", "for 1 seconds", "build.lock");
  }

  @Test
  void where_nothing_can_be_built_the_program_that_is_there_starts() throws Exception {
    jdk("/usr/lib/jvm/new", "25.0.1");
    maven();
    Files.writeString(house.resolve("target"), "no folder: nobody can write into it");
    var missing = run(Map.of(), "version");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err().lines())
        .singleElement()
        .asString()
        .contains("not built yet", house.resolve("target").toString());
    builtJar();
    Files.setLastModifiedTime(
        house.resolve("server/target/tinybase.jar"), FileTime.from(Instant.EPOCH));
    var old = run(Map.of(), "version");
    assertThat(old.code()).isZero();
    assertThat(old.err().lines()).singleElement().asString().contains("older than its sources");
    assertThat(old.out()).contains("tinybase.jar version");
  }

  @Test
  void a_heap_by_the_memory_of_the_container_has_no_other_bound() throws Exception {
    builtJar();
    jdk("/usr/lib/jvm/new", "25.0.1");
    assertThat(run(Map.of(), "serve").out()).contains(" -Xmx512m ");
    var options = Map.of("TINYBASE_JAVA_OPTS", "-XX:MaxRAMPercentage=60 -Da=b");
    assertThat(run(options, "serve").out())
        .contains("-XX:MaxRAMPercentage=60 -Da=b -jar", " -Xmn32m ")
        .doesNotContain("-Xmx", "-Xms");
  }

  @Test
  void a_training_run_makes_a_cache_of_classes_for_one_jar_and_one_jdk() throws Exception {
    builtJar();
    jdk("/usr/lib/jvm/new", "25.0.1");
    Files.setLastModifiedTime(
        house.resolve("server/target/tinybase.jar"), FileTime.from(Instant.now().minusSeconds(5)));
    makeSourcesOld();
    var cache = house.resolve("server/target/aot/cache");
    var settings = Map.of("TINYBASE_AOT", "wait", "TINYBASE_DB_URL", "postgresql://production");
    assertThat(run(settings, "version").out()).contains("-XX:AOTCache=" + cache + " ");
    assertThat(Files.readString(cache))
        .as("the environment of the training run")
        .contains("TINYBASE_SERVER_PORT=0")
        .doesNotContain("production");
    assertThat(house.resolve("server/target/aot.lock")).doesNotExist();
    var served = run(Map.of(), "serve").out();
    assertThat(served).contains("-XX:AOTCache=" + cache + " ");
    assertThat(cache.resolveSibling("libsqlitejdbc.so"))
        .as("the library of SQLite's driver, unpacked")
        .hasContent("library");
    assertThat(served).contains("-Dorg.sqlite.lib.path=" + cache.getParent() + " ");
    assertThat(run(Map.of("TINYBASE_AOT", "off"), "serve").out()).doesNotContain("AOTCache");
    var other = jdk("/other", "26.0.1");
    assertThat(run(Map.of("TINYBASE_JAVA_HOME", other.toString()), "version").out())
        .doesNotContain("AOTCache");
    builtJar();
    assertThat(run(Map.of(), "version").out()).doesNotContain("AOTCache");
  }

  @Test
  void a_release_needs_neither_a_jdk_nor_sources() throws Exception {
    var release = Files.createDirectories(root.resolve("release")).toRealPath();
    Files.copy(house.resolve("tinybase"), release.resolve("tinybase"));
    jdk(root.toRealPath().relativize(release.resolve("runtime")).toString(), "25.0.1");
    Files.createDirectories(release.resolve("lib"));
    Files.writeString(release.resolve("lib/tinybase.jar"), "jar");
    var result = finish(start(Map.of(), elsewhere, release.resolve("tinybase"), "version"));
    assertThat(result.out())
        .startsWith(release.resolve("runtime/bin/java") + " in ")
        .contains("-jar " + release.resolve("lib/tinybase.jar") + " version");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void exit_codes_pass() throws Exception {
    builtJar();
    jdk("/usr/lib/jvm/new", "25.0.1");
    assertThat(run(Map.of(), "fail").code()).isEqualTo(7);
  }

  @Test
  void signals_pass_because_the_script_becomes_the_jvm() throws Exception {
    builtJar();
    jdk("/usr/lib/jvm/new", "25.0.1");
    var process = start(Map.of(), elsewhere, house.resolve("tinybase"), "wait");
    var out = process.inputReader();
    assertThat(out.readLine()).contains("wait");
    assertThat(out.readLine()).isEqualTo(Long.toString(process.pid()));
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(143);
  }

  @Test
  void it_works_through_a_link_and_the_working_directory_is_the_instance() throws Exception {
    builtJar();
    jdk("/usr/lib/jvm/new", "25.0.1");
    Files.createDirectories(root.resolve("links"));
    Files.createSymbolicLink(root.resolve("links/one"), Path.of("../links/two"));
    Files.createSymbolicLink(root.resolve("links/two"), Path.of("../house/tinybase"));
    var result = finish(start(Map.of(), elsewhere, root.resolve("links/one"), "users", "list it"));
    assertThat(result.out()).contains(" in " + elsewhere + ": ", "tinybase.jar users list it");
    assertThat(result.code()).isZero();
  }

  @Test
  void letters_of_folders_and_arguments_are_kept_in_a_locale_without_utf_8() throws Exception {
    builtJar();
    var java = jdk("/usr/lib/jvm/new", "25.0.1").resolve("bin/java");
    var real = Launch.command().stream().map(word -> "'" + word + "'").toList();
    executable(
        java,
        "#!/usr/bin/env bash\nwhile [[ $1 != -jar ]]; do shift; done\nshift 2\nexec "
            + String.join(" ", real)
            + " \"$@\"\n");
    var folder = Files.createDirectories(elsewhere.resolve("Köln €"));
    var made = finish(start(Map.of(), folder, house.resolve("tinybase"), "init"));
    assertThat(made.code()).as(made.err()).isZero();
    for (var locale :
        List.of(Map.of("LC_ALL", "C"), Map.of("LANG", "POSIX"), Map.<String, String>of())) {
      var said =
          finish(
              start(
                  locale,
                  folder,
                  house.resolve("tinybase"),
                  "functions",
                  "run",
                  "hello",
                  "--data",
                  "{\"name\":\"Grüße €\"}"));
      assertThat(said.out()).as(said.err()).contains("Hello, Grüße €!");
    }
  }

  @Test
  void what_functions_print_keeps_its_letters_in_every_locale() throws Exception {
    Files.createDirectories(elsewhere.resolve("functions"));
    Files.writeString(
        elsewhere.resolve("functions/euro.java"),
        """
        import dev.tinybase.sdk.*;

        @Register(name = "euro", description = "Prints", tags = "x")
        String euro() {
          System.out.println("out 5 €");
          System.err.println("err 6 €");
          return "result 7 €";
        }
        """);
    for (var arguments : List.of(List.of("init"), List.of("functions", "run", "euro"))) {
      var builder = new ProcessBuilder(Launch.command(arguments.toArray(String[]::new)));
      builder.environment().put("LC_ALL", "C");
      var result = finish(builder.directory(elsewhere.toFile()).start());
      assertThat(result.code()).as(result.err()).isZero();
      if (arguments.contains("euro")) {
        assertThat(result.out() + result.err()).contains("out 5 €", "err 6 €", "result 7 €");
      }
    }
  }

  @Test
  void without_the_launcher_lost_letters_are_told_before_anything_is_made() throws Exception {
    var folder = Files.createDirectories(elsewhere.resolve("Köln"));
    var builder = new ProcessBuilder(Launch.command("init")).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().put("LC_ALL", "C");
    var result = finish(builder.start());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("C.UTF-8");
    assertThat(elsewhere).isDirectoryContaining("glob:**/Köln");
    assertThat(elsewhere.toFile().list()).hasSize(1);
    builder = new ProcessBuilder(Launch.command("users", "create", "ä@example.com"));
    builder.environment().put("LC_ALL", "C");
    assertThat(finish(builder.directory(root.toFile()).start()).err()).contains("C.UTF-8");
  }

  @Test
  void only_commands_do_without_the_second_compiler() throws Exception {
    builtJar();
    jdk("/usr/lib/jvm/new", "25.0.1");
    assertThat(run(Map.of(), "users", "list").out()).contains("TieredStopAtLevel=1");
    assertThat(run(Map.of(), "--debug", "serve").out()).doesNotContain("TieredStopAtLevel");
    assertThat(run(Map.of(), "import", "a", "b").out()).doesNotContain("TieredStopAtLevel");
    assertThat(run(Map.of("TINYBASE_JAVA_OPTS", "-Xmx2g -Dx=y"), "serve").out())
        .containsPattern("-Xmx2g -Dx=y -jar .* serve");
  }

  private void makeSourcesOld() throws IOException {
    try (var files = Files.walk(house)) {
      for (var file : files.filter(file -> !file.toString().endsWith(".jar")).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      }
    }
  }

  private Path jdk(String where, String version) throws IOException {
    var jdk = root.toRealPath().resolve(where.replaceFirst("^/", ""));
    Files.createDirectories(jdk.resolve("bin"));
    executable(jdk.resolve("bin/java"), JAVA);
    executable(jdk.resolve("bin/javac"), "#!/usr/bin/env bash\necho 'javac " + version + "'\n");
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  private void maven() throws IOException {
    executable(bin.resolve("mvn"), MAVEN);
  }

  /** One that is new enough, whatever it is asked. */
  private void node() throws IOException {
    executable(bin.resolve("npm"), "#!/usr/bin/env bash\n");
    executable(bin.resolve("node"), "#!/usr/bin/env bash\n");
  }

  private List<String> mavenCalls() throws IOException {
    return Files.readAllLines(root.resolve("calls"));
  }

  private void builtJar() throws IOException {
    var jar = Files.writeString(house.resolve("server/target/tinybase.jar"), "jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(5)));
  }

  private Result run(Map<String, String> environment, String... arguments) throws Exception {
    return finish(start(environment, elsewhere, house.resolve("tinybase"), arguments));
  }

  private static Result finish(Process process) throws Exception {
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), out, err);
  }

  private Process start(
      Map<String, String> environment, Path directory, Path program, String... arguments) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                bin.toString(),
                "HOME",
                elsewhere.toString(),
                "MAVEN_CALLS",
                root.resolve("calls").toString()));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path tool(String name) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
