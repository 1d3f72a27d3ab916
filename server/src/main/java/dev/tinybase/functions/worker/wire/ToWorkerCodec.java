package dev.tinybase.functions.worker.wire;

/** How the server's messages are written. */
final class ToWorkerCodec implements Codec<ToWorker> {
  @Override
  public void write(FrameWriter to, ToWorker message) throws FrameTooLarge {
    switch (message) {
      case ToWorker.Load load -> Values.unit(to.small(0), load.unit());
      case ToWorker.Forget forget -> to.small(1).each(forget.keys(), FrameWriter::text);
      case ToWorker.Invoke invoke -> {
        to.small(2).number(invoke.call()).text(invoke.key()).time(invoke.now());
        Values.call(to, invoke.info());
        Values.input(to, invoke.input());
      }
      case ToWorker.Answer answer -> to.small(3).maybe(answer.value(), FrameWriter::json);
      case ToWorker.Failed failed -> Values.failure(to.small(4), failed.failure());
      case ToWorker.Begun _ -> to.small(5);
      case ToWorker.Ended _ -> to.small(6);
      case ToWorker.Next _ -> to.small(7);
      case ToWorker.Close _ -> to.small(8);
    }
  }

  @Override
  public ToWorker read(FrameReader from) throws ProtocolError {
    int kind = from.small();
    return switch (kind) {
      case 0 -> new ToWorker.Load(Values.unit(from));
      case 1 -> new ToWorker.Forget(from.each(FrameReader::text));
      case 2 ->
          new ToWorker.Invoke(
              from.longNumber(), from.text(), from.time(), Values.call(from), Values.input(from));
      case 3 -> new ToWorker.Answer(from.maybe(FrameReader::json));
      case 4 -> new ToWorker.Failed(Values.failure(from));
      case 5 -> new ToWorker.Begun();
      case 6 -> new ToWorker.Ended();
      case 7 -> new ToWorker.Next();
      case 8 -> new ToWorker.Close();
      default -> throw new ProtocolError("no message of the server's is of kind " + kind);
    };
  }
}
