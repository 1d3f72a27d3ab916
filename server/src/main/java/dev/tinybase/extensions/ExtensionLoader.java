package dev.tinybase.extensions;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.compile.SourceFile;
import dev.tinybase.compile.SourceProject;
import dev.tinybase.extensions.source.ExtensionFiles;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.invoke.LoadFailure;
import dev.tinybase.functions.loading.FunctionNames;
import dev.tinybase.functions.loading.ProjectLoader;
import dev.tinybase.functions.registry.Registry.Function.ReferenceCount;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** From the files of an extension to its classes. None of its code runs. */
final class ExtensionLoader {
  private static final String JAVA = ".java";
  private static final String TEST = "Test.java";

  private final ProjectLoader projects;
  private final InstantSource clock;

  ExtensionLoader(ProjectLoader projects, InstantSource clock) {
    this.projects = projects;
    this.clock = clock;
  }

  /**
   * Compiles what is not in the cache, and loads it.
   *
   * @param lock what its libraries came to before; empty for nothing
   * @throws LoadFailure with everything that is wrong
   */
  LoadedExtension load(Manifest manifest, ExtensionFiles files, String lock) {
    var sources = sources(files);
    var folder = manifest.staticFolder();
    SortedMap<String, StaticFile> statics =
        folder == null ? new TreeMap<>() : StaticFile.all(files.below(folder));
    if (sources.isEmpty()) {
      return new LoadedExtension(
          manifest.name(),
          files.hash(),
          null,
          new ReferenceCount(() -> {}),
          lock,
          statics,
          clock.instant());
    }
    var project =
        new SourceProject(manifest.name(), sources, manifest.dependencies(), Manifest.FILE, lock);
    var loaded = projects.load(project, name -> path(sources, name));
    checkNames(loaded.file());
    return new LoadedExtension(
        manifest.name(),
        files.hash(),
        loaded.file(),
        new ReferenceCount(loaded.file()::close),
        loaded.lock(),
        statics,
        clock.instant());
  }

  /** All below {@code src/} and at the root, but tests. */
  private static List<SourceFile> sources(ExtensionFiles files) {
    var sources = new ArrayList<SourceFile>();
    var problems = new ArrayList<Diagnostic>();
    for (var path : files.paths()) {
      boolean isSource = path.startsWith("src/") || path.indexOf('/') < 0;
      if (isSource && path.endsWith(JAVA) && !path.endsWith(TEST)) {
        try {
          var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(files.find(path).orElseThrow()));
          var name = path.substring(0, path.length() - JAVA.length());
          sources.add(new SourceFile(name, path, text.toString(), null));
        } catch (CharacterCodingException _) {
          problems.add(new Diagnostic(path, 0, 0, "is not UTF-8 text"));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new LoadFailure(problems);
    }
    return sources;
  }

  private static String path(List<SourceFile> sources, String name) {
    return sources.stream()
        .map(SourceFile::path)
        .filter(path -> path.equals(name) || path.endsWith("/" + name))
        .findFirst()
        .orElse(Manifest.FILE);
  }

  /** A file of the functions' folder is checked by its name; here each function is. */
  private static void checkNames(FunctionFile file) {
    var problems =
        file.functions().stream()
            .map(entry -> entry.signature().name())
            .flatMap(name ->
                FunctionNames.complaint(name)
                    .map(what -> "The function '" + name + "' " + what)
                    .stream())
            .map(what -> new Diagnostic(Manifest.FILE, 0, 0, what))
            .toList();
    if (!problems.isEmpty()) {
      file.close();
      throw new LoadFailure(problems);
    }
  }
}
