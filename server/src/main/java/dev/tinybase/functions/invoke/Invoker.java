package dev.tinybase.functions.invoke;

import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.FunctionFailure;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.InvalidInput;

/**
 * Runs functions, one within the other, for the time of one call from outside: in this process or
 * in a worker's. Used by one thread.
 */
public interface Invoker {
  /** Runs them on the threads that ask for it. */
  Invoker IN_PROCESS =
      new Invoker() {
        @Override
        public CallResult invoke(FunctionFile.Entry function, CallInfo call, Host host, Input input)
            throws Throwable {
          return function.invoke(call, host, input);
        }

        @Override
        public void check(FunctionFile.Entry function, Input input) {
          function.check(input);
        }
      };

  /**
   * Runs a function and returns what it returned, or throws what it threw.
   *
   * @throws InvalidInput before the function runs, when the input does not fit
   * @throws FunctionFailure where it failed in a way that can only be told, such as an exception of
   *     its own class in another process
   */
  CallResult invoke(FunctionFile.Entry function, CallInfo call, Host host, Input input)
      throws Throwable;

  /**
   * Reads an input as {@link #invoke} would, without running the function.
   *
   * @throws InvalidInput when it does not fit
   */
  void check(FunctionFile.Entry function, Input input);
}
