package dev.tinybase.functions.worker.jvm;

import dev.tinybase.functions.invoke.CommonPoolThreads;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.worker.wire.Connection;
import dev.tinybase.functions.worker.wire.LocalSocket;
import dev.tinybase.functions.worker.wire.ToServer;
import dev.tinybase.functions.worker.wire.ToWorker;
import dev.tinybase.functions.worker.wire.UninterruptibleChannel;
import dev.tinybase.functions.worker.wire.WorkerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A process that runs functions for the server that started it, until that one is gone. */
public final class WorkerMain {
  /** Held, for its level would be forgotten otherwise. */
  private static final Logger LIBRARY = Logger.getLogger("org.hibernate.validator");

  private WorkerMain() {}

  /** Reads its settings from the standard input. */
  public static void main(String[] arguments) throws IOException {
    CommonPoolThreads.install();
    var settings = WorkerSettings.readFrom(System.in);
    var parent = new ParentWatch(settings.folder());
    parent.start(System.in);
    System.setIn(InputStream.nullInputStream());
    var channel =
        new UninterruptibleChannel(LocalSocket.connect(settings.address(), settings.token()));
    var connection = Connection.ofWorker(channel, settings.frameLimit());
    session(connection, parent, settings.resultLimit()).serve();
  }

  private static ServerSession session(
      Connection<ToServer, ToWorker> connection, ParentWatch parent, long resultLimit) {
    var out = new StdoutLog();
    System.setOut(out.stream());
    System.setErr(out.stream());
    LIBRARY.setLevel(Level.WARNING); // its greeting is no line of the log of a call
    var clock = new ServerClock(InstantSource.system());
    var files = new FunctionFiles(clock.withZone(ZoneOffset.UTC));
    var session =
        new ServerSession(connection, parent, new WorkerUnits(files), out, clock, resultLimit);
    WarmUp.begin(files);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> session.tell(new ToServer.Exiting())));
    new ResourceWatch(session).start();
    return session;
  }
}
