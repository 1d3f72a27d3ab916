package dev.tinybase.compile;

import static dev.tinybase.compile.Workshop.errors;
import static dev.tinybase.compile.Workshop.source;
import static dev.tinybase.compile.Workshop.unit;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectivesTest {
  private Workshop workshop;

  @BeforeEach
  void open(@TempDir Path temp) throws IOException {
    workshop = new Workshop(temp);
    Files.createDirectories(temp.resolve("functions"));
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
        .containsExactly("functions/slip.java:1:3: unknown directive //DEP; did you mean //DEPS?");
    unit(made, "none");
  }
}
