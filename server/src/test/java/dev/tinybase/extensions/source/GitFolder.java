package dev.tinybase.extensions.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.testing.TempFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A repository that a test makes with the machine's git; no configuration of anybody counts. */
public final class GitFolder {
  private final Path path;

  private GitFolder(Path path) {
    this.path = path;
  }

  /** An empty one. */
  public static GitFolder create() {
    var folder = new GitFolder(TempFolder.next());
    try {
      Files.createDirectories(folder.path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folder.git("init", "--quiet", "--initial-branch=main");
    return folder;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Writes a file into its work tree. */
  public GitFolder write(String file, String text) {
    try {
      var target = path.resolve(file);
      Files.createDirectories(target.getParent());
      Files.writeString(target, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits all that is there, and tells the hash. */
  public String commit() {
    git("add", "--all", "--force");
    git("commit", "--quiet", "--allow-empty", "--message=test");
    return head();
  }

  /** The last commit. */
  public String head() {
    return git("rev-parse", "HEAD").strip();
  }

  /**
   * Commits a tree of one blob under any mode and name, also such as {@code git add} would refuse.
   *
   * @param tail of the tree: entries as git keeps them
   */
  public String commitTree(byte[] tail) {
    var tree = git(tail, "hash-object", "-t", "tree", "-w", "--literally", "--stdin").strip();
    var commit = git("commit-tree", "-m", "test", tree).strip();
    git("update-ref", "refs/heads/main", commit);
    return commit;
  }

  /** An entry of a tree, by the hash of its object in hexadecimal digits. */
  public static byte[] entry(String mode, String name, String object) {
    var head = (mode + " " + name + "\0").getBytes(UTF_8);
    var hash = java.util.HexFormat.of().parseHex(object);
    var all = java.util.Arrays.copyOf(head, head.length + hash.length);
    System.arraycopy(hash, 0, all, head.length, hash.length);
    return all;
  }

  /** Keeps an object of a type, and tells its hash. */
  public String object(String type, byte[] content) {
    return git(content, "hash-object", "-t", type, "-w", "--literally", "--stdin").strip();
  }

  /** Runs git in it. */
  public String git(String... command) {
    return git(new byte[0], command);
  }

  private String git(byte[] input, String... command) {
    var words = new ArrayList<>(List.of("git"));
    words.addAll(List.of(command));
    var builder = new ProcessBuilder(words).directory(path.toFile()).redirectErrorStream(true);
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    for (var who : List.of("AUTHOR", "COMMITTER")) {
      builder.environment().put("GIT_" + who + "_NAME", "Test");
      builder.environment().put("GIT_" + who + "_EMAIL", "test@example.com");
    }
    try {
      var process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input);
      }
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
