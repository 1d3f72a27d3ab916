package dev.tinybase.functions.invoke;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Job;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.sdk.User;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Loads files and calls their functions, with a clock that stands still. */
final class Calls {
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final User ANNA = new User("0190a1b2-0000-7000-8000-000000000001", "anna@x.org", false);

  final TestHost host = new TestHost();
  final Sources sources;
  final FunctionFiles files = new FunctionFiles(Clock.fixed(NOW, ZoneOffset.UTC));
  Instant deadline = NOW.plusSeconds(30);
  @Nullable Job job;

  Calls(Path folder) {
    sources = new Sources(folder);
  }

  /** The function {@code f} of a compact source file. */
  FunctionFile.Entry function(String text) {
    return only(sources.compact("f", text));
  }

  FunctionFile.Entry only(CompileResult.Unit unit) {
    return files.load(unit).functions().stream()
        .filter(it -> it.signature().name().equals(unit.name()))
        .findFirst()
        .orElseThrow();
  }

  /** The result as JSON, with single quotes in the payload. */
  String call(FunctionFile.Entry function, String payload) {
    var input = new Input.Json(Json.parse(payload.replace('\'', '"')));
    return new String(((CallResult.Value) invoke(function, input)).json(), StandardCharsets.UTF_8);
  }

  CallResult invoke(FunctionFile.Entry function, Input input) {
    try {
      return function.invoke(info(function), host, input);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a checked exception", e);
    }
  }

  CallInfo info(FunctionFile.Entry function) {
    return new CallInfo(
        new UUID(7, 7),
        function.signature().name(),
        "request-1",
        Trigger.MANUAL,
        ANNA,
        ANNA.isAdmin(),
        deadline,
        0,
        job);
  }
}
