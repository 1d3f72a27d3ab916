package dev.tinybase.docs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tinybase.cli.Cli;
import dev.tinybase.cli.Shell;
import dev.tinybase.testing.Launch;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs the commands {@code tinybase} of a shell in this process, since a page has many and a JVM
 * for each would take most of the time. Servers are processes of their own as ever. A command
 * writes to the streams of the shell, which Linux shows as files; elsewhere all are processes.
 */
final class ShellCommands implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Leaves a program {@code tinybase} in the folder. It reads its input to the end. */
  ShellCommands(Path folder) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", ShellCommands::answer);
    server.start();
    var program = Files.writeString(folder.resolve("tinybase"), script(folder));
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + program + " executable");
    }
  }

  /** Sends who and where it is, its arguments and variables, and what it is given to read. */
  private String script(Path folder) throws IOException {
    var process = Launch.shim(Files.createDirectory(folder.resolve(".processes")));
    var address = server.getAddress();
    return """
    #!/bin/bash
    if [[ " $* " == *" serve "* || ! -e /proc/$$/fd ]]; then exec "%s" "$@"; fi
    exit "$({ printf '%%s\\0' $$ "$PWD" $# "$@"; env -0; printf '\\0'; cat; } |
      curl -s --data-binary @- http://%s:%d)"
    """
        .formatted(process, address.getAddress().getHostAddress(), address.getPort());
  }

  /** The answer is the exit code. */
  private static void answer(HttpExchange exchange) throws IOException {
    var code = Integer.toString(run(exchange.getRequestBody())).getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(200, code.length);
    try (var body = exchange.getResponseBody()) {
      body.write(code);
    }
  }

  private static int run(InputStream in) throws IOException {
    var streams = Path.of("/proc", word(in), "fd");
    var directory = Path.of(word(in));
    var arguments = new String[Integer.parseInt(word(in))];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = word(in);
    }
    var environment = new HashMap<String, String>();
    for (var next = word(in); !next.isEmpty(); next = word(in)) {
      int equals = next.indexOf('=');
      environment.put(next.substring(0, equals), next.substring(equals + 1));
    }
    try (var out = stream(streams.resolve("1"));
        var err = stream(streams.resolve("2"))) {
      var shell = new Shell(directory, environment, in, out, err, Set.of(), Clock.systemUTC());
      return Cli.run(shell, arguments);
    }
  }

  /** Up to the next NUL. */
  private static String word(InputStream in) throws IOException {
    var word = new ByteArrayOutputStream();
    for (int next = in.read(); next > 0; next = in.read()) {
      word.write(next);
    }
    return word.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream stream(Path file) throws IOException {
    return new PrintStream(new FileOutputStream(file.toFile(), true), true, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
