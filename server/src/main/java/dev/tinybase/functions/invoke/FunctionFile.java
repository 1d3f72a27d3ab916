package dev.tinybase.functions.invoke;

import dev.tinybase.compile.CompileResult;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A compiled file, loaded into this process by a class loader of its own. Closing it lets go of its
 * libraries; calls that still run finish on what they have loaded.
 */
public interface FunctionFile extends AutoCloseable {
  /** What it was loaded from. */
  CompileResult.Unit unit();

  /** The functions it declares. */
  List<Entry> functions();

  @Override
  void close();

  /** One function of a file. */
  interface Entry {
    /** The file. */
    FunctionFile file();

    /** What it says of itself. */
    Signature signature();

    /** The JSON Schema of its input; null when it takes none. Made on the first use. */
    @Nullable ObjectNode inputSchema();

    /** The JSON Schema of its result; null when it has none. Made on the first use. */
    @Nullable ObjectNode outputSchema();

    /** Runs it on this thread; see {@link Invoker#invoke}. */
    CallResult invoke(CallInfo call, Host host, Input input) throws Throwable;
  }
}
