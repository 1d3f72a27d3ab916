package dev.tinybase.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client that openapi-generator makes of the document, with the HTTP client of the JDK, is
 * compiled and talks with the server.
 */
class JavaClientTest {
  private static final Path LIBRARIES = Path.of("target/client-libraries").toAbsolutePath();
  private static final Path SOURCES = Path.of("src/test/clients");
  private static final int SECONDS = 120;

  @TempDir Path folder;
  private ClientWorld world;

  @BeforeEach
  void start() {
    world = ClientWorld.start();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void that_of_openapi_generator() throws Exception {
    Files.writeString(folder.resolve("openapi.json"), world.document());
    generate();
    compile();
    var url = world.server().uri("").toString();
    assertThat(
            run("java", "-cp", "classes" + File.pathSeparator + classPath(), "Conversation", url))
        .isEqualTo("done\n");
  }

  private void generate() throws Exception {
    var settings = "containerDefaultToNull=true,openApiNullable=false,useJakartaEe=true";
    var only =
        "apis,models,supportingFiles,modelDocs=false,apiDocs=false,apiTests=false,modelTests=false";
    run(
        "java",
        "-jar",
        LIBRARIES.resolve("openapi-generator-cli.jar").toString(),
        "generate",
        "--generator-name=java",
        "--library=native",
        "--input-spec=openapi.json",
        "--output=client",
        "--additional-properties=" + settings,
        "--global-property=" + only);
  }

  private void compile() throws Exception {
    var sources = new ArrayList<String>();
    try (var files = Files.walk(folder.resolve("client/src/main/java"))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> sources.add(file.toString()));
    }
    sources.add(SOURCES.resolve("Conversation.java").toAbsolutePath().toString());
    Files.write(folder.resolve("sources"), sources);
    run("javac", "-nowarn", "-proc:none", "-d", "classes", "-cp", classPath(), "@sources");
  }

  /** Jackson is among the libraries of the tests. */
  private static String classPath() throws IOException {
    var jackson =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> jar.contains("jackson"));
    try (var libraries = Files.list(LIBRARIES)) {
      var all =
          libraries.map(Path::toString).filter(jar -> !jar.contains("openapi-generator")).toList();
      return Stream.concat(jackson, all.stream()).collect(Collectors.joining(File.pathSeparator));
    }
  }

  private String run(String program, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", program).toString());
    var prefix = program.equals("javac") ? "-J" : "";
    command.addAll(List.of(prefix + "-XX:TieredStopAtLevel=1", prefix + "-XX:+UseSerialGC"));
    command.addAll(List.of(arguments));
    var output = folder.resolve("output").toFile();
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    var text = Files.readString(output.toPath());
    assertThat(ended && process.exitValue() == 0).as("%s%n%s", command, text).isTrue();
    return text;
  }
}
