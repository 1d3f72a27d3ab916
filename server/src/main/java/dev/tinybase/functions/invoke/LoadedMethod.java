package dev.tinybase.functions.invoke;

import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallInfo.Input;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Host;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.functions.invoke.binding.InputType;
import dev.tinybase.functions.invoke.hooks.EventType;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.Request;
import dev.tinybase.sdk.Response;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One method of a loaded file that can be called: a function, a hook or a route. */
final class LoadedMethod implements FunctionFile.Entry {
  private final FunctionFile file;
  private final FunctionMethod method;
  private final Signature signature;
  private final @Nullable InputType input;
  private final @Nullable Class<?> owner; // of which an object is needed
  private @Nullable MethodHandle handle;
  private volatile @Nullable ObjectNode inputSchema;
  private volatile @Nullable ObjectNode outputSchema;

  LoadedMethod(FunctionFile file, FunctionMethod method) {
    this.file = file;
    this.method = method;
    this.signature = method.signature();
    this.input = method.input();
    this.owner = method.isStatic() ? null : method.owner();
  }

  @Override
  public FunctionFile file() {
    return file;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public @Nullable ObjectNode inputSchema() {
    if (input != null && inputSchema == null) {
      inputSchema = input.schema();
    }
    return inputSchema;
  }

  @Override
  public @Nullable ObjectNode outputSchema() {
    if (signature.returns() == Signature.Returns.VALUE && outputSchema == null) {
      outputSchema = file.types.output(SignatureReader.result(method.method()));
    }
    return outputSchema;
  }

  @Override
  public void check(Input given) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(file.loader);
    try {
      var _ = argument(given);
    } catch (InvalidInput e) {
      throw e;
    } catch (Throwable _) {
      // the author's code in a constructor has failed: a fault of the function, which its run
      // tells
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public CallResult invoke(CallInfo call, Host host, Input given) throws Throwable {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(file.loader); // libraries look for their services there
    var context = new CallContext(file, call, host);
    boolean streams = false;
    try {
      if (method.event() != null && given instanceof Input.Event(var event)) {
        return new CallResult.Decided(handle(method.event(), event, context));
      }
      @Nullable Object argument = argument(given);
      @Nullable Object object = object();
      @Nullable Object result =
          (@Nullable Object) handle().invokeExact(object, (Context) context, argument);
      var output = output(awaited(result), context);
      streams = output instanceof CallResult.Stream;
      return output;
    } catch (ExceptionInInitializerError e) {
      throw e.getCause() == null ? e : e.getCause();
    } finally {
      if (!streams) {
        context.end();
      }
      thread.setContextClassLoader(before);
    }
  }

  private @Nullable ObjectNode handle(EventType type, ObjectNode event, CallContext context)
      throws Throwable {
    @Nullable Object object = object();
    var handler = handle();
    return file.events.handle(
        type,
        event,
        argument -> {
          var _ = (@Nullable Object) handler.invokeExact(object, (Context) context, argument);
        });
  }

  private @Nullable Object object() throws Throwable {
    return owner == null ? null : file.instance(owner);
  }

  private @Nullable Object argument(Input given) {
    if (input != null) {
      return input.read(given);
    }
    return signature.takes() == Signature.Takes.REQUEST ? request(given.raw()) : null;
  }

  private Request request(Input.Raw raw) {
    var request =
        new Request(raw.method(), raw.headers(), raw.query(), raw.body(), file.types::body);
    return raw.path().isEmpty() ? request : request.withPath(raw.path());
  }

  /** What a future holds, once it does; the call's limit of time is the limit for that too. */
  private static @Nullable Object awaited(@Nullable Object result) throws Throwable {
    try {
      return switch (result) {
        case CompletionStage<?> stage -> stage.toCompletableFuture().get();
        case Future<?> future -> future.get();
        case null, default -> result;
      };
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private CallResult output(@Nullable Object result, CallContext context) {
    return switch (result) {
      case Response response -> new CallResult.Http(response);
      case BaseStream<?, ?> stream -> new CallResult.Stream(new StreamItems(stream, file, context));
      case null, default -> new CallResult.Value(file.results.bytes(result));
    };
  }

  private MethodHandle handle() throws IllegalAccessException {
    @Nullable MethodHandle made = handle;
    if (made == null) {
      file.running(method.owner());
      made = method.handle(); // handles may be published by a race: their fields are final
      handle = made;
    }
    return made;
  }
}
