package dev.tinybase.extensions.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.errors.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One commit of a repository, fetched without its history into a bare repository, and read from
 * there: nothing is checked out, so there are no links, no filters and no hooks.
 */
final class GitRepository {
  private static final String FETCHED = "refs/fetched/commit";
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{7,64}");
  private static final Pattern ENTRY =
      Pattern.compile("(\\d{6}) (\\w+) ([0-9a-f]{40,64}) +(\\d+|-)\t(.+)", Pattern.DOTALL);
  private static final String LINK = "120000";
  private static final String SUBMODULE = "160000";
  private static final int MOST_LISTED = 8 << 20;
  private static final int SHORT_ANSWER = 64 << 10;

  private final Path folder;
  private final Git git;
  private final String url;
  private final @Nullable String ref;

  private GitRepository(Path folder, Git git, String url, @Nullable String ref) {
    this.folder = folder;
    this.git = git;
    this.url = url;
    this.ref = ref;
  }

  /** That of another machine; everything is written into the folder. */
  static GitRepository of(Git.Program program, ExtensionSource.Repository source, Path folder) {
    var git = new Git(program, folder, source.scheme(), credentials(source));
    return new GitRepository(folder, git, source.url(), source.ref());
  }

  /** That of a folder of this machine. */
  static GitRepository of(Git.Program program, ExtensionSource.Folder source, Path folder) {
    var git = new Git(program, folder, "file", Map.of());
    return new GitRepository(folder, git, source.path().toString(), source.ref());
  }

  /**
   * By the environment, which other users of the machine do not see; for its own host alone, so
   * nobody is followed elsewhere.
   */
  private static Map<String, String> credentials(ExtensionSource.Repository source) {
    var credentials = source.credentials();
    if (credentials == null) {
      return Map.of();
    }
    var pair = credentials.contains(":") ? credentials : credentials + ":";
    var host = source.url().replaceFirst("(://[^/]*).*", "$1/");
    return Map.of(
        "GIT_CONFIG_COUNT",
        "2",
        "GIT_CONFIG_KEY_0",
        "http." + host + ".extraHeader",
        "GIT_CONFIG_VALUE_0",
        "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)),
        "GIT_CONFIG_KEY_1",
        "http.followRedirects",
        "GIT_CONFIG_VALUE_1",
        "false");
  }

  /** The commit of the default branch, asked of the other side. */
  Optional<String> defaultCommit() {
    var answer = git.output(null, SHORT_ANSWER, "ls-remote", "--end-of-options", url, "HEAD");
    return new String(answer, US_ASCII).lines().findFirst().map(line -> line.split("\t", 2)[0]);
  }

  /** Fetches the commit, and gives its hash. */
  String fetch() {
    git.output(null, SHORT_ANSWER, "init", "--quiet", "--bare", "--template=", "git");
    var wanted = ref == null ? "HEAD" : ref;
    var result = fetch("--depth=1", "+" + wanted + ":" + FETCHED);
    if (!result.failed()) {
      return commit(FETCHED);
    }
    boolean isHash = ref != null && HASH.matcher(ref).matches();
    if (!isHash && !result.errors().contains("dumb http")) {
      throw git.failure(result);
    }
    return fetchAll(isHash ? ref : null, result);
  }

  /** For servers that do not give out any commit alone. */
  private String fetchAll(@Nullable String hash, Git.Result first) {
    var wanted = ref == null || hash != null ? "HEAD" : ref;
    var result =
        fetch(
            "--no-auto-maintenance",
            "+" + wanted + ":" + FETCHED,
            "+refs/heads/*:refs/heads/*",
            "+refs/tags/*:refs/tags/*");
    if (result.failed()) {
      throw git.failure(first);
    }
    return commit(hash == null ? FETCHED : hash);
  }

  private Git.Result fetch(String option, String... refspecs) {
    var command =
        new ArrayList<>(
            List.of(
                "--git-dir=git",
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-recurse-submodules",
                "--no-write-fetch-head",
                option,
                "--end-of-options",
                url));
    command.addAll(Arrays.asList(refspecs));
    return git.run(null, SHORT_ANSWER, command.toArray(String[]::new));
  }

  private String commit(String name) {
    var result =
        git.run(
            null,
            SHORT_ANSWER,
            "--git-dir=git",
            "rev-parse",
            "--verify",
            "--end-of-options",
            name + "^{commit}");
    if (result.failed()) {
      throw Problem.badRequest(
          "ref_not_found", "The repository has no branch, tag or commit '" + ref + "'.");
    }
    try {
      return Files.readString(result.out()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One file of a fetched commit; empty where it has none. */
  Optional<byte[]> file(String commit, String path) {
    var entry = entries(commit).stream().filter(it -> it.path().equals(path)).findFirst();
    return entry.flatMap(it -> read(List.of(it)).find(path));
  }

  /** The files of a fetched commit. */
  ExtensionFiles files(String commit) {
    return read(entries(commit));
  }

  /** A file of a tree. */
  private record Entry(String object, int size, String path) {}

  private List<Entry> entries(String commit) {
    var listed =
        git.output(
            null, MOST_LISTED, "--git-dir=git", "ls-tree", "-r", "-z", "-l", "--full-tree", commit);
    var entries = new ArrayList<Entry>();
    long bytes = 0;
    for (var line : text(listed).split("\0", -1)) {
      var entry = line.isEmpty() ? null : entry(line);
      if (entry != null) {
        entries.add(entry);
        bytes += entry.size();
        ExtensionFiles.Builder.checkTotal(entries.size(), bytes);
      }
    }
    return entries;
  }

  /** Null for one that is left out. */
  private static @Nullable Entry entry(String line) {
    var parts = ENTRY.matcher(line);
    if (!parts.matches()) {
      throw FilePath.refused("its list of files is damaged");
    }
    var path = parts.group(5);
    FilePath.check(path);
    if (FilePath.isIgnored(path)) {
      return null;
    }
    if (parts.group(1).equals(LINK)) {
      throw FilePath.refused(FilePath.shown(path) + " is a link");
    }
    if (parts.group(1).equals(SUBMODULE)) {
      throw FilePath.refused(FilePath.shown(path) + " is a submodule");
    }
    long size = Long.parseLong(parts.group(4));
    ExtensionFiles.Builder.checkSize(path, size);
    return new Entry(parts.group(3), (int) size, path);
  }

  private static String text(byte[] utf8) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException _) {
      throw FilePath.refused("a file's name is not UTF-8");
    }
  }

  /** All objects by one command, which answers each with a line, its bytes and a line's end. */
  private ExtensionFiles read(List<Entry> entries) {
    var wanted = folder.resolve("wanted");
    try {
      Files.writeString(
          wanted,
          entries.stream().map(entry -> entry.object() + "\n").collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long most = ExtensionFiles.MOST_BYTES + 100L * ExtensionFiles.MOST_FILES;
    var objects = git.output(wanted, most, "--git-dir=git", "cat-file", "--batch");
    var files = new ExtensionFiles.Builder();
    int position = 0;
    for (var entry : entries) {
      int start = position;
      while (start < objects.length && objects[start] != '\n') {
        start++;
      }
      int end = start + 1 + entry.size();
      var head = new String(objects, position, start - position, US_ASCII);
      if (end >= objects.length || !head.equals(entry.object() + " blob " + entry.size())) {
        throw FilePath.refused(FilePath.shown(entry.path()) + " is missing or damaged");
      }
      files.add(entry.path(), Arrays.copyOfRange(objects, start + 1, end));
      position = end + 1;
    }
    return files.build();
  }
}
