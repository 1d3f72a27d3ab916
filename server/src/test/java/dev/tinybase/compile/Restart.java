package dev.tinybase.compile;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The start of an instance with a hundred functions and one with a library. */
public final class Restart implements java.util.function.ToIntFunction<String> {
  private final Path folder;

  public Restart(Path folder) {
    this.folder = folder;
  }

  /** The start as a process of its own. */
  public static void main(String[] arguments) {
    IO.println(new Restart(Path.of(arguments[0])).applyAsInt("central"));
  }

  /** How many files compile. */
  @Override
  public int applyAsInt(String repository) {
    var compiler =
        new SourceCompiler(
            folder.resolve("cache"),
            folder.resolve("functions/tinybase.lock"),
            false,
            false,
            folder.resolve("m2"),
            InstantSource.system());
    var library =
        source(
            "library",
            "//REPOS %s\n//DEPS acme:greeting:1.0\nString f() { return acme.Greeting.text(); }"
                .formatted(repository));
    var plain =
        IntStream.range(0, 100)
            .mapToObj(i -> source("f" + i, "int f() { return %d; }".formatted(i)));
    var made = compiler.compile(List.of(), Stream.concat(Stream.of(library), plain).toList());
    return (int)
        made.units().values().stream().filter(CompileResult.Unit.class::isInstance).count();
  }

  private static SourceFile source(String name, String text) {
    return new SourceFile(name, "functions/" + name + ".java", text, null);
  }
}
