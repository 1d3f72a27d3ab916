package dev.tinybase.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in the SDK's Javadoc compile. */
class SnippetsTest {
  private static final Path SDK = Path.of("../sdk/src/main/java/dev/tinybase/sdk");
  private static final String BEGIN = "{@snippet :\n";
  private static final Pattern ANNOTATION = Pattern.compile("(?m)^@[A-Z]");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;$");
  private static final String IMPORTS =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.Record;
      import dev.tinybase.sdk.hooks.*;
      import dev.tinybase.sdk.testing.*;
      import jakarta.validation.constraints.*;
      import java.io.*;
      import java.net.*;
      import java.net.http.HttpRequest;
      import java.net.http.HttpResponse;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import java.util.stream.*;
      import org.junit.jupiter.api.Test;
      import static org.junit.jupiter.api.Assertions.*;
      """;

  @TempDir Path classes;

  @Test
  void every_example_in_the_javadoc_compiles() throws IOException {
    var units = new ArrayList<JavaFileObject>();
    for (var file : sources()) {
      var text = Files.readString(file);
      for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
        units.add(unit("Example" + units.size(), example(balanced(text, at + BEGIN.length()))));
      }
    }
    assertThat(units).as("examples").hasSizeGreaterThan(15);

    var out = new StringWriter();
    var options = List.of("-proc:none", "-d", classes.toString());
    var compiles =
        ToolProvider.getSystemJavaCompiler().getTask(out, null, null, options, null, units).call();
    assertThat(compiles).as(out.toString()).isTrue();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SDK)) {
      return files.filter(it -> it.toString().endsWith(".java")).sorted().toList();
    }
  }

  /** The text up to the brace that ends what one before it has begun. */
  private static String balanced(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      open += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
      if (open == 0) {
        return text.substring(from, i);
      }
    }
    throw new AssertionError("an example without an end");
  }

  private static String example(String comment) {
    Stream<String> lines = comment.lines().map(it -> it.replaceFirst("^ *\\* ?", ""));
    return IMPORT.matcher(lines.collect(Collectors.joining("\n"))).replaceAll("");
  }

  /** An example is a part of a class, or else of a method that has a context. */
  private static JavaFileObject unit(String name, String example) {
    boolean members = ANNOTATION.matcher(example).find();
    var body =
        members ? example : "void example(Context ctx) throws Exception {\n" + example + "\n}";
    var text = IMPORTS + "class " + name + " {\n" + body + "\n}\n";
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
