package dev.tinybase.cli.testing;

import dev.tinybase.TinyBase;
import dev.tinybase.auth.Principal;
import dev.tinybase.collections.CollectionFile;
import dev.tinybase.collections.NewCollection;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.calls.Caller;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.invoke.FunctionFile;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.Response;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.sdk.User;
import dev.tinybase.sdk.testing.TestInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The instance of one test method, with all its services in this process.
 *
 * @param folder of the functions, or of the extension
 * @param extension that is tested; null for none
 * @param files gave the test's file
 * @param test the file, for its contexts
 */
record LocalInstance(
    TinyBase tinybase,
    SimulatedTime time,
    LocalInstances.ManualClock clock,
    Path folder,
    @Nullable TestedExtension extension,
    FunctionFiles files,
    FunctionFile test)
    implements TestInstance, AutoCloseable {
  private static final String PASSWORD = "the password of a test";

  /** A context's time would else be over when a test lets the clock go on. */
  private static final Duration LONG = Duration.ofDays(36_500);

  @Override
  public void apply(String json) {
    apply(() -> CollectionFile.parse(json));
  }

  @Override
  public void apply(Path file) {
    apply(() -> CollectionFile.read(folder.resolve(file)));
  }

  @Override
  public User user(String email) {
    return made(email, false);
  }

  @Override
  public User admin(String email) {
    return made(email, true);
  }

  @Override
  public Context anonymous() {
    return context(new Principal.Anonymous(), null);
  }

  @Override
  public Context as(User user) {
    return context(principal(user), user);
  }

  private static Principal principal(@Nullable User user) {
    if (user == null) {
      return new Principal.Anonymous();
    }
    var id = UUID.fromString(user.id());
    return new Principal.User(id, user.email(), user.isAdmin(), id);
  }

  @Override
  public Context asAdmin() {
    return context(new Principal.Operator(), null);
  }

  @Override
  public Response request(@Nullable User user, String method, String path, @Nullable Object body) {
    if (tinybase.database().inTransaction()) {
      throw new IllegalStateException(
          "A request has transactions of its own: send it before or after this one.");
    }
    var json = body == null ? null : asAdmin().json(body);
    return told(() -> LocalRequests.answer(tinybase, principal(user), method, path, json));
  }

  @Override
  public void secret(String name, String value) {
    told(() -> tinybase.secrets().set(name, value));
  }

  @Override
  public void setting(String name, @Nullable Object value) {
    if (extension == null) {
      throw new IllegalStateException("No extension is tested: 'tinybase extensions test' does.");
    }
    var json = asAdmin().json(value);
    told(() -> {
      extension.set(name, json);
      return true;
    });
  }

  @Override
  public void pass(Duration further) {
    time.pass(further);
  }

  @Override
  public List<Run> runs() {
    return time.runs();
  }

  @Override
  public void close() {
    test.close();
    files.close();
    tinybase.close();
  }

  private void apply(Supplier<List<NewCollection>> collections) {
    told(() -> {
      collections.get().forEach(wish -> tinybase.collections().apply(wish, Set.of(), false));
      return true;
    });
  }

  private User made(String email, boolean admin) {
    var account = told(() -> tinybase.auth().users().create(email, PASSWORD, admin));
    return new User(account.id().toString(), account.email(), account.isAdmin());
  }

  /** A refusal with a stack trace, which tells the line of the test. */
  private static <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (Problem refused) {
      throw new FunctionException(refused.code(), refused.detail());
    }
  }

  private Context context(Principal who, @Nullable User user) {
    var id = UUID.randomUUID();
    var info =
        new CallInfo(
            id,
            "test",
            "test-" + id,
            Trigger.MANUAL,
            user,
            who.isAdmin(),
            clock.instant().plus(LONG),
            0,
            null);
    var host = tinybase.functions().calls().host(Caller.client(who, "127.0.0.1", "test-" + id));
    return test.context(info, host);
  }
}
