package dev.tinybase.functions.worker.jvm;

import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.worker.wire.Connection;
import dev.tinybase.functions.worker.wire.LocalSocket;
import dev.tinybase.functions.worker.wire.ToServer;
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

  /** Reads its orders from the standard input. */
  public static void main(String[] arguments) throws IOException {
    var orders = WorkerSettings.readFrom(System.in);
    var lifeline = new ParentWatch(orders.folder());
    lifeline.hold(System.in);
    System.setIn(InputStream.nullInputStream());
    var channel = new UninterruptibleChannel(LocalSocket.connect(orders.address(), orders.token()));
    var line = new ServerLine(Connection.ofWorker(channel, orders.frameLimit()), lifeline);
    var dialog = dialog(line, orders.resultLimit());
    dialog.serve();
  }

  private static ServerSession dialog(ServerLine line, long resultLimit) {
    var out = new StdoutCapture(LogLine.Level.INFO);
    System.setOut(out.stream());
    System.setErr(out.stream());
    LIBRARY.setLevel(Level.WARNING); // its greeting is no line of the log of a call
    var clock = new ServerClock(InstantSource.system());
    var files = new FunctionFiles(clock.withZone(ZoneOffset.UTC));
    var dialog = new ServerSession(line, new WorkerUnits(files), out, clock, resultLimit);
    WarmUp.begin(files);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> dialog.tell(new ToServer.Exiting())));
    new ResourceWatch(dialog).start();
    return dialog;
  }
}
