package dev.tinybase.functions.worker.jvm;

import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.worker.wire.Connection;
import dev.tinybase.functions.worker.wire.Endpoint;
import dev.tinybase.functions.worker.wire.Orders;
import dev.tinybase.functions.worker.wire.SteadyChannel;
import dev.tinybase.functions.worker.wire.ToServer;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** A process that runs functions for the server that started it, until that one is gone. */
public final class WorkerMain {
  private WorkerMain() {}

  /** Reads its orders from the standard input. */
  public static void main(String[] arguments) throws IOException {
    var orders = Orders.readFrom(System.in);
    var lifeline = new Lifeline(orders.folder());
    lifeline.hold(System.in);
    System.setIn(InputStream.nullInputStream());
    var channel = new SteadyChannel(Endpoint.connect(orders.address()));
    var line = new ServerLine(Connection.ofWorker(channel, orders.frameLimit()), lifeline);
    line.send(new ToServer.Hello(orders.token()));
    dialog(line, orders.resultLimit()).serve();
  }

  private static Dialog dialog(ServerLine line, long resultLimit) {
    var out = new Printed(LogLine.Level.INFO);
    System.setOut(out.stream());
    System.setErr(out.stream());
    var clock = new ServerClock(InstantSource.system());
    var units = new Units(new FunctionFiles(clock.withZone(ZoneOffset.UTC)));
    var dialog = new Dialog(line, units, out, clock, resultLimit);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> dialog.tell(new ToServer.Exiting())));
    new Watch(dialog).start();
    return dialog;
  }
}
