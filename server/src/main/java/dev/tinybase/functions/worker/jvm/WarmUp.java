package dev.tinybase.functions.worker.jvm;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.worker.wire.Connection;
import dev.tinybase.functions.worker.wire.ToServer;
import dev.tinybase.functions.worker.wire.ToWorker;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Trigger;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Calls a function that is part of the program while nobody calls others, so that the first call
 * does not pay for the second of CPU time that JSON, validation and reflection need to get going.
 */
final class WarmUp {
  private static final String NAME = "warm_up";

  private WarmUp() {}

  /** Does it beside the calls that may come in already. */
  static void begin(FunctionFiles files) {
    Thread.ofPlatform().daemon().name("warm-up").start(() -> run(files));
  }

  static void run(FunctionFiles files) {
    try (var file = files.load(unit())) {
      var call =
          new CallInfo(
              new UUID(0, 0), NAME, NAME, Trigger.MANUAL, null, false, Instant.MAX, 0, null);
      var input = new Input.Json(Json.object().put("text", NAME).put("number", 1));
      var result = file.functions().getFirst().invoke(call, noHost(), input);
      Connection.warmUp(
          new ToWorker.Invoke(0, NAME, Instant.EPOCH, call, input), new ToServer.Returned(result));
    } catch (Throwable e) {
      throw new IllegalStateException("no function can run here", e);
    }
  }

  private static CompileResult.Unit unit() throws URISyntaxException {
    var program = WarmUp.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    var function = WarmUpFunction.class.getName();
    var classes = List.of(function, function + "$Sample");
    return new CompileResult.Unit(NAME, NAME, Path.of(program), classes, List.of(), null);
  }

  /** The server while there is no call: nothing can be asked, nobody reads the log. */
  private static Host noHost() {
    return (Host)
        Proxy.newProxyInstance(
            Host.class.getClassLoader(),
            new Class<?>[] {Host.class},
            (_, method, _) -> {
              if (method.getName().equals("log")) {
                return null;
              }
              throw new IllegalStateException("there is no call");
            });
  }
}
