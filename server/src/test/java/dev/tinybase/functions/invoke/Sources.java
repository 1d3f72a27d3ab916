package dev.tinybase.functions.invoke;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.sdk.Register;
import jakarta.validation.constraints.Min;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Compiles a text to a unit, as simply as can be. */
final class Sources {
  private static final String IMPORTS =
      "import dev.tinybase.sdk.*; import dev.tinybase.sdk.hooks.*;"
          + " import dev.tinybase.sdk.Record; import module java.base;"
          + " import java.util.List; import jakarta.validation.*;"
          + " import jakarta.validation.constraints.*; ";

  private final Path folder;

  Sources(Path folder) {
    this.folder = folder;
  }

  /** A compact source file, with all imports that a test may want on its first line. */
  CompileResult.Unit compact(String name, String text) {
    return compact(name, text, null);
  }

  /** The same with a library. */
  CompileResult.Unit compact(String name, String text, CompileResult.@Nullable Unit shared) {
    return unit(name, IMPORTS + text + "\nvoid main() {}\n", shared);
  }

  /** A source file as it stands. */
  CompileResult.Unit unit(String name, String text, CompileResult.@Nullable Unit shared) {
    var key = UUID.randomUUID().toString();
    var classes = folder.resolve(key);
    compile(name, text, classes, shared);
    try (Stream<Path> all = Files.walk(classes)) {
      var files = all.filter(Files::isRegularFile).map(classes::relativize).toList();
      var jar = jar(classes, files);
      var names =
          files.stream().map(it -> it.toString().replace(".class", "").replace('/', '.')).toList();
      return new CompileResult.Unit(name, key, jar, names, List.of(), shared);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(
      String name, String text, Path classes, CompileResult.@Nullable Unit shared) {
    var path = place(Register.class) + File.pathSeparator + place(Min.class);
    var options =
        new ArrayList<>(List.of("-proc:none", "-parameters", "-g", "-d", classes.toString()));
    options.addAll(
        List.of("-classpath", shared == null ? path : path + File.pathSeparator + shared.jar()));
    var source =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    var out = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    if (!compiler.getTask(out, null, null, options, null, List.of(source)).call()) {
      throw new AssertionError(out.toString());
    }
  }

  private static Path place(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static Path jar(Path classes, List<Path> files) throws IOException {
    var jar = classes.resolveSibling(classes.getFileName() + ".jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (var file : files) {
        out.putNextEntry(new JarEntry(file.toString()));
        Files.copy(classes.resolve(file), out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
