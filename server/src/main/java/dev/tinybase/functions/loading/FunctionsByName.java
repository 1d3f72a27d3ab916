package dev.tinybase.functions.loading;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.functions.loading.BuildState.LiveFile;
import dev.tinybase.functions.registry.Registry.Function;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The functions of a build by name. Where two files declare the same one, it belongs to a deployed
 * version before a file, then to the one that had it, then to the first by path; to the others that
 * is an error, while their other functions stay. What an extension had first is an error too; the
 * registry keeps it out.
 *
 * @param duplicates by the name of the file that does not get the function
 */
record FunctionsByName(
    Map<String, Function> functions, SortedMap<String, List<Diagnostic>> duplicates) {
  /**
   * The functions of a build.
   *
   * @param owners the files that had them, by the name of the function
   * @param held names that others than files have, and who
   */
  static FunctionsByName of(
      BuildState build, Map<String, String> owners, Map<String, String> held) {
    var assembly = new FunctionsByName(new HashMap<>(), new TreeMap<>());
    var claims = new TreeMap<String, List<LiveFile>>();
    build
        .live()
        .forEach(file ->
            file.file()
                .functions()
                .forEach(entry ->
                    claims
                        .computeIfAbsent(entry.signature().name(), _ -> new ArrayList<>())
                        .add(file)));
    claims.forEach((name, files) -> {
      assembly.give(name, files, owners.getOrDefault(name, ""));
      var holder = held.get(name);
      if (holder != null) {
        assembly.refuse("function '" + name, files.getFirst().candidate(), holder);
      }
    });
    build.live().forEach(file -> assembly.refuseHooks(file, held));
    return assembly;
  }

  /** The name of the file that each function comes from. */
  Map<String, String> owners() {
    var owners = new HashMap<String, String>();
    functions.forEach((name, function) -> owners.put(name, function.entry().file().unit().name()));
    return owners;
  }

  private void give(String name, List<LiveFile> files, String owner) {
    files.sort(
        Comparator.comparing((LiveFile file) -> file.candidate().versionId() == null)
            .thenComparing(file -> !file.candidate().name().equals(owner))
            .thenComparing(file -> file.candidate().path()));
    var first = files.getFirst();
    first.file().functions().stream()
        .filter(entry -> entry.signature().name().equals(name))
        .findFirst()
        .ifPresent(entry -> functions.put(name, first.function(entry)));
    files.stream()
        .skip(1)
        .map(LiveFile::candidate)
        .forEach(candidate -> refuse("function '" + name, candidate, first.candidate().path()));
  }

  private void refuseHooks(LiveFile file, Map<String, String> held) {
    file.file().hooks().stream()
        .map(hook -> hook.entry().signature().name())
        .filter(held::containsKey)
        .distinct()
        .forEach(name -> refuse("hook '" + name, file.candidate(), held.getOrDefault(name, "")));
  }

  private void refuse(String what, SourceCandidate second, String holder) {
    duplicates
        .computeIfAbsent(second.name(), _ -> new ArrayList<>())
        .add(
            second.diagnostic(
                "declares the "
                    + what
                    + "', which "
                    + holder
                    + " declares too and keeps; rename one of them"));
  }
}
