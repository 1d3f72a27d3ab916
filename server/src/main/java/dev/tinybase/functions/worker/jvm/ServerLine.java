package dev.tinybase.functions.worker.jvm;

import dev.tinybase.functions.worker.wire.Connection;
import dev.tinybase.functions.worker.wire.FrameTooLarge;
import dev.tinybase.functions.worker.wire.ToServer;
import dev.tinybase.functions.worker.wire.ToWorker;
import dev.tinybase.functions.worker.wire.WorkerExitCode;
import java.io.EOFException;
import java.io.IOException;

/** The line to the server, without which the process has nothing left to do. */
final class ServerLine {
  private final Connection<ToServer, ToWorker> connection;
  private final ParentWatch lifeline;

  ServerLine(Connection<ToServer, ToWorker> connection, ParentWatch lifeline) {
    this.connection = connection;
    this.lifeline = lifeline;
  }

  void send(ToServer message) throws FrameTooLarge {
    try {
      connection.send(message);
    } catch (FrameTooLarge e) {
      throw e;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  ToWorker receive() {
    try {
      return connection.receive();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private IllegalStateException lost(IOException e) {
    return lifeline.cut(
        e instanceof EOFException ? WorkerExitCode.SERVER_GONE : WorkerExitCode.LINE_BROKEN);
  }

  /** The server has said something that makes no sense now. */
  IllegalStateException broken() {
    return lifeline.cut(WorkerExitCode.LINE_BROKEN);
  }
}
