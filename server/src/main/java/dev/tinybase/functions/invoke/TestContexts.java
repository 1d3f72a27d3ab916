package dev.tinybase.functions.invoke;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.UnitClassLoader;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.Host;
import dev.tinybase.sdk.Context;
import java.time.Clock;

/** Contexts for whoever is no function but uses what functions do: the tests of a file. */
public final class TestContexts implements AutoCloseable {
  private final CallHttp.Shared http = new CallHttp.Shared();
  private final LoadedFunctionFile file;

  /**
   * For a file whose classes are loaded already.
   *
   * @param clock what its contexts tell
   */
  public TestContexts(CompileResult.Unit unit, UnitClassLoader loader, Clock clock) {
    this.file = new LoadedFunctionFile(unit, loader, clock, http);
  }

  /** A context that asks this host. */
  public Context of(CallInfo info, Host host) {
    return new CallContext(file, info, host);
  }

  @Override
  public void close() {
    file.close();
    http.close();
  }
}
