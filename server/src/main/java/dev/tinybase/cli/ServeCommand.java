package dev.tinybase.cli;

import dev.tinybase.TinyBase;
import dev.tinybase.api.ServerLog;
import dev.tinybase.config.Configuration;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Databases;
import dev.tinybase.functions.invoke.FunctionOutput;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = {
      "Serves the instance in this folder until it is stopped with Ctrl-C or SIGTERM.",
      "Without a tinybase.toml it runs on defaults."
    },
    footer = {"  tinybase serve", "  tinybase serve --host 127.0.0.1 --port 9000"})
final class ServeCommand implements Callable<Integer> {
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");
  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

  private final Shell shell;
  private UnaryOperator<String> form = UnaryOperator.identity();

  @Option(
      names = {"--host", "-h"},
      description = "The address to listen on.")
  private @Nullable String host;

  @Option(
      names = {"--port", "-p"},
      description = "The port; 0 takes a free one.")
  private @Nullable String port;

  @Option(
      names = {"--reload", "-r"},
      description = "Accepted and not needed.")
  private boolean reload;

  ServeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    var configuration = new InstanceFolder(shell).configuration(options());
    var settings = configuration.settings();
    var log = new ServerLog(shell.clock());
    Logging.forServer(shell, settings.log(), log);
    form = form(settings.log().format());
    tell(configuration);
    prepareThreads(settings);
    try (var stop = new StopSignal(settings.server().shutdownSeconds());
        var _ = new HeapWatch().start();
        var tinybase = open(configuration, log);
        var serving = tinybase.serve()) {
      say(shell.out(), banner(tinybase, serving.port()));
      stop.await();
      say(shell.err(), "Stopping.");
    }
    return ExitCode.OK;
  }

  /** From here on nobody prints what only functions may know. */
  private TinyBase open(Configuration configuration, ServerLog log) {
    var tinybase = TinyBase.open(configuration, log, shell.clock());
    var mask = tinybase.secrets().mask();
    FunctionOutput.capture(() -> !mask.isEmpty(), mask::hide, form);
    return tinybase;
  }

  private Map<String, String> options() {
    var options = new HashMap<String, String>();
    if (host != null) {
      options.put("server.host", host);
    }
    if (port != null) {
      options.put("server.port", port);
    }
    return options;
  }

  private void tell(Configuration configuration) {
    var err = shell.err();
    configuration.notices().forEach(notice -> say(err, notice));
    if (configuration.file() == null) {
      say(err, "No tinybase.toml in this folder: running on defaults.");
    }
    if (reload) {
      say(err, "--reload has no effect: functions are reloaded whenever their files change.");
    }
  }

  /** Everything that comes from this process has the form of its log. */
  private UnaryOperator<String> form(Settings.Log.Format format) {
    return switch (format) {
      case TEXT -> UnaryOperator.identity();
      case JSON -> line -> JsonLog.printed(shell.clock().instant(), line);
    };
  }

  private void say(PrintStream stream, String text) {
    stream.println(form.apply(text));
  }

  /** Before the first virtual thread starts; what was set by hand stays. */
  private static void prepareThreads(Settings settings) {
    if (System.getProperty(CARRIERS) == null) {
      System.setProperty(CARRIERS, Integer.toString(Databases.carriers(settings.database())));
    }
  }

  /** In one piece, for programs that wait for it. */
  private static String banner(TinyBase tinybase, int port) {
    var address = address(tinybase.settings().server(), port);
    var database = Databases.display(tinybase.settings().database().url());
    var setUp =
        tinybase
            .auth()
            .setupToken()
            .open()
            .map(token -> "\n  set-up    " + address + "/setup?token=" + token + "  (first admin)");
    return "TinyBase serves %s\n  docs      %s/docs\n  database  %s%s"
        .formatted(address, address, database, setUp.orElse(""));
  }

  private static String address(Settings.Server server, int port) {
    var host = EVERYWHERE.contains(server.host()) ? "localhost" : server.host();
    return server.rootUrl("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  /**
   * Waits for Ctrl-C or SIGTERM. The JVM ends when its shutdown hooks are done, so the hook waits
   * until this is closed, that is until everything opened after it is closed; but not for ever.
   */
  private static final class StopSignal implements AutoCloseable {
    private static final int MARGIN_SECONDS = 10;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int patienceSeconds;
    private final Thread hook = new Thread(this::stop, "stop");

    StopSignal(int shutdownSeconds) {
      patienceSeconds = shutdownSeconds + MARGIN_SECONDS;
      Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Returns when the process is asked to stop; an interrupt counts as well. */
    void await() {
      try {
        asked.await();
      } catch (InterruptedException _) {
        asked.countDown();
      }
    }

    private void stop() {
      asked.countDown();
      try {
        boolean _ = closed.await(patienceSeconds, TimeUnit.SECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      closed.countDown();
      try {
        boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // The JVM is stopping: the hook runs and sees that this is closed.
      }
    }
  }
}
