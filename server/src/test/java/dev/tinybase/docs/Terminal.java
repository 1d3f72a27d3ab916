package dev.tinybase.docs;

import dev.tinybase.testing.Ports;
import dev.tinybase.testing.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A shell in an empty folder, for one document: {@code tinybase} is the program under test, and the
 * port 8000 of the document is a free one.
 */
final class Terminal implements AutoCloseable {
  private static final Pattern SERVE =
      Pattern.compile("(?<command>\\S*tinybase serve[^&]*)(?<stays>&)?");
  private static final String MARK = "--- end of the output ---";

  private final int port;
  private final ShellCommands commands;
  private final Process bash;
  private final Writer in;
  private final BufferedReader out;

  Terminal(Path folder, Map<String, String> environment) throws IOException {
    port = Ports.free();
    commands = new ShellCommands(folder);
    Files.createSymbolicLink(folder.resolve("examples"), repository().resolve("examples"));
    var builder = new ProcessBuilder("bash", "--noprofile", "--norc").directory(folder.toFile());
    builder.environment().putAll(ServerProcess.environment(port));
    // The log of our own waiting would come between what the page shows, or not.
    builder.environment().put("TINYBASE_LOG_ACCESS", "false");
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
    bash = builder.redirectErrorStream(true).start();
    in = bash.outputWriter(StandardCharsets.UTF_8);
    out = new BufferedReader(new InputStreamReader(bash.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The folder of the whole project, above the module that is tested. */
  static Path repository() {
    return Path.of("").toAbsolutePath().getParent();
  }

  /** Runs one command and returns what it prints. */
  String run(String command) throws IOException {
    var serve = SERVE.matcher(command.strip());
    return serve.matches()
        ? serve(serve.group("command"), serve.group("stays") != null)
        : shell(command);
  }

  /**
   * A server writes its log while later commands run, so its output goes to a file. One in the
   * foreground is ended as soon as it answers, as the reader would with Ctrl-C.
   */
  private String serve(String command, boolean stays) throws IOException {
    shell(command + " > server.log 2>&1 & server=$!");
    var log = shell(waiting());
    if (!stays) {
      shell("kill $server; wait $server");
    }
    return log;
  }

  private String waiting() {
    var ready = "curl -sf -o /dev/null localhost:%d/ready".formatted(port);
    return "for i in {1..600}; do %s && break; kill -0 $server 2> /dev/null || break; sleep 0.1; done; cat server.log"
        .formatted(ready);
  }

  /** Its input is empty; the shell's own are the commands. */
  private String shell(String command) throws IOException {
    var line = "{ " + command.replace(":8000", ":" + port) + "\n} </dev/null\n";
    in.write(line + "echo; echo '" + MARK + "'\n");
    in.flush();
    try {
      // not on the pool that all share: the command may need it
      Executor reader = task -> Thread.ofPlatform().daemon().start(task);
      return CompletableFuture.supplyAsync(this::untilMark, reader).get(90, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no end of: " + command, e);
    }
  }

  private String untilMark() {
    var output = new StringBuilder();
    try {
      for (var line = out.readLine(); line != null && !line.equals(MARK); line = out.readLine()) {
        output.append(line).append('\n');
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return output.toString().replace(":" + port, ":8000");
  }

  /** Ends the shell and every server that it has started. */
  @Override
  public void close() throws IOException {
    var children = bash.descendants().toList();
    in.close();
    children.forEach(ProcessHandle::destroy);
    bash.destroy();
    for (var child : children) {
      child.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
    commands.close();
  }
}
