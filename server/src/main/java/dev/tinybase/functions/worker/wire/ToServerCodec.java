package dev.tinybase.functions.worker.wire;

import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.LogLine;

/** How the workers' messages are written. */
final class ToServerCodec implements Codec<ToServer> {
  @Override
  public void write(FrameWriter to, ToServer message) throws FrameTooLarge {
    switch (message) {
      case ToServer.Hello hello -> to.small(0).text(hello.token());
      case ToServer.Log log -> line(to.small(1).number(log.call()), log.line());
      case ToServer.Records records ->
          Requests.write(to.small(2).number(records.call()), records.request());
      case ToServer.Call call ->
          to.small(3)
              .number(call.call())
              .text(call.function())
              .json(call.payload())
              .flag(call.asAdmin());
      case ToServer.Secret secret -> to.small(4).number(secret.call()).text(secret.name());
      case ToServer.Begin begin -> to.small(5).number(begin.call());
      case ToServer.Commit _ -> to.small(6);
      case ToServer.Rollback _ -> to.small(7);
      case ToServer.Returned(CallResult.Value json) -> to.small(8).bytes(json.json());
      case ToServer.Returned(CallResult.Http raw) -> Values.response(to.small(9), raw.response());
      case ToServer.Returned(CallResult.Stream _),
          ToServer.Returned(CallResult.Streamed _),
          ToServer.Returned(CallResult.Failed _),
          ToServer.Streaming _ ->
          to.small(10);
      case ToServer.Element element -> to.small(11).maybe(element.item(), Values::item);
      case ToServer.Failed failed -> Values.failure(to.small(12), failed.failure());
      case ToServer.Exiting _ -> to.small(13);
      case ToServer.Tired _ -> to.small(14);
    }
  }

  @Override
  public ToServer read(FrameReader from) throws ProtocolError {
    int kind = from.small();
    return switch (kind) {
      case 0 -> new ToServer.Hello(from.text());
      case 1 -> new ToServer.Log(from.longNumber(), line(from));
      case 2 -> new ToServer.Records(from.longNumber(), Requests.read(from));
      case 3 -> new ToServer.Call(from.longNumber(), from.text(), from.foreignJson(), from.flag());
      case 4 -> new ToServer.Secret(from.longNumber(), from.text());
      case 5 -> new ToServer.Begin(from.longNumber());
      case 6 -> new ToServer.Commit();
      case 7 -> new ToServer.Rollback();
      case 8 -> new ToServer.Returned(new CallResult.Value(from.bytes()));
      case 9 -> new ToServer.Returned(new CallResult.Http(Values.response(from)));
      case 10 -> new ToServer.Streaming();
      case 11 -> new ToServer.Element(from.maybe(Values::item));
      case 12 -> new ToServer.Failed(Values.failure(from));
      case 13 -> new ToServer.Exiting();
      case 14 -> new ToServer.Tired();
      default -> throw new ProtocolError("no message of a worker's is of kind " + kind);
    };
  }

  private static void line(FrameWriter to, LogLine line) throws FrameTooLarge {
    to.time(line.at()).text(line.level().name()).text(line.message());
  }

  private static LogLine line(FrameReader from) throws ProtocolError {
    return new LogLine(from.time(), from.constant(LogLine.Level.class), from.text());
  }
}
