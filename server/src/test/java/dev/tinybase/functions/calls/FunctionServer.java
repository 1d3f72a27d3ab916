package dev.tinybase.functions.calls;

import dev.tinybase.TinyBase;
import dev.tinybase.api.Api;
import dev.tinybase.api.Services;
import dev.tinybase.api.routes.CollectionRoutes;
import dev.tinybase.api.routes.FunctionRoutes;
import dev.tinybase.api.routes.RecordListRoutes;
import dev.tinybase.api.routes.RecordRoutes;
import dev.tinybase.auth.ClientInfo;
import dev.tinybase.compile.CompileResult;
import dev.tinybase.compile.SourceCompiler;
import dev.tinybase.compile.SourceFile;
import dev.tinybase.config.Settings;
import dev.tinybase.functions.executor.CallExecutor;
import dev.tinybase.functions.executor.ThreadExecutor;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.invoke.FunctionFiles;
import dev.tinybase.functions.registry.Declarations;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.functions.registry.Registry.Function;
import dev.tinybase.functions.worker.ProcessExecutor;
import dev.tinybase.http.HttpServer;
import dev.tinybase.jobs.JobEngine;
import dev.tinybase.jobs.JobService;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Http;
import dev.tinybase.testing.TempFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Functions of a test behind HTTP, on a database of its own. */
public final class FunctionServer implements AutoCloseable {
  /** One for all tests: what one has compiled another one need not. */
  private static final Path CACHE = TempFolder.next();

  private final Settings settings;
  private final TinyBase tinybase;
  private final Registry registry = new Registry();
  private final Map<String, Function> functions = new ConcurrentHashMap<>();
  private final MemoryLog log = new MemoryLog();
  private final FunctionFiles files = new FunctionFiles(Clock.systemUTC());
  private final SourceCompiler compiler;
  private final Life life;
  private final HttpServer server;

  private FunctionServer(Settings settings) {
    tinybase = TinyBase.open(settings, Clock.systemUTC());
    var cache = settings.functions().cache();
    compiler = new SourceCompiler(cache, cache.resolve("tinybase.lock"), true, false);
    this.settings = settings;
    life = another().begin();
    var routes =
        Stream.of(
                new FunctionRoutes(life.calls(), settings.functions().httpStatus()),
                new RecordListRoutes(tinybase.records()),
                new RecordRoutes(tinybase.records(), tinybase.auth().users()),
                new CollectionRoutes(tinybase.collections(), tinybase.settings().server()))
            .flatMap(resource -> resource.routes().stream())
            .toList();
    var services =
        new Services(
            tinybase.auth().authenticator()::authenticate,
            tinybase.database(),
            List::of,
            registry::list,
            List::of,
            _ -> {},
            tinybase.monitoring().readiness(),
            tinybase.monitoring().requests());
    server = new HttpServer(settings, new Api(settings, services, routes));
    server.start();
  }

  private static CallExecutor executor(Settings.Functions settings, Registry registry) {
    return switch (settings.isolation()) {
      case THREAD -> new ThreadExecutor(registry, Clock.systemUTC());
      case PROCESS -> new ProcessExecutor(settings, registry, Clock.systemUTC());
    };
  }

  /** Starts with some settings, as name, value, name, value. */
  public static FunctionServer start(Engine engine, String... settings) {
    var all = new HashMap<String, String>();
    all.put("server.host", "127.0.0.1");
    all.put("server.port", "0");
    all.put("server.shutdown_seconds", "1");
    all.put("database.url", engine.migratedUrl());
    all.put("auth.bcrypt_cost", "4");
    all.put("jwt.secret_key", "a signing key for tests, long enough for HS256");
    all.put("log.access", "false");
    all.put("functions.cache", CACHE.toString());
    all.put("secrets.key", "c2VjcmV0cyBvZiB0ZXN0cyBoYXZlIDMyIGJ5dGVzISE=");
    all.put("rate_limit.enabled", "false");
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return new FunctionServer(Settings.with(all));
  }

  /** Adds functions, or puts them in place of those with their names. */
  public void add(HandMade... more) {
    for (var function : more) {
      functions.put(function.signature().name(), function.function());
    }
    registry.replace(Declarations.FOLDER, Declarations.of(functions));
  }

  /** Takes a function away. */
  void remove(String name) {
    functions.remove(name);
    registry.replace(Declarations.FOLDER, Declarations.of(functions));
  }

  /** Compiles files of functions, given as name, text, and puts what they declare in place. */
  public void sources(String... namesAndTexts) {
    sources(compiler, namesAndTexts);
  }

  /** The same with a compiler that knows where libraries are. */
  void sources(SourceCompiler compiler, String... namesAndTexts) {
    var sources = new ArrayList<SourceFile>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      sources.add(
          new SourceFile(namesAndTexts[i], namesAndTexts[i] + ".java", namesAndTexts[i + 1], null));
    }
    for (var compiled : compiler.compile(List.of(), sources).units().values()) {
      switch (compiled) {
        case CompileResult.Unit unit -> load(unit);
        case CompileResult.Broken broken -> throw new AssertionError(broken.diagnostics());
      }
    }
    registry.replace(Declarations.FOLDER, Declarations.of(functions));
  }

  private void load(CompileResult.Unit unit) {
    var file = files.load(unit);
    for (var entry : file.functions()) {
      var function =
          new Function(
              entry,
              unit.name() + ".java",
              unit.key(),
              null,
              null,
              Instant.now(),
              new Function.ReferenceCount(file::close));
      var before = functions.put(function.name(), function);
      if (before != null) {
        before.uses().retire();
      }
    }
  }

  /** What calls functions and runs jobs in one life of a server. */
  record Life(CallService calls, JobEngine engine, JobService jobs) implements AutoCloseable {
    /** Runs jobs from now on. */
    Life begin() {
      engine.start(calls.jobRunner());
      return this;
    }

    @Override
    public void close() {
      engine.close();
      calls.close();
    }
  }

  /** Another life of this server, or another node, which is to be closed. */
  Life another() {
    var database = tinybase.database();
    var engine = new JobEngine(database, Clock.systemUTC(), JobEngine.Options.of(settings));
    var jobs = new JobService(database, Clock.systemUTC(), engine);
    var service = service(jobs);
    engine.listen(service.jobListener());
    return new Life(service, engine, jobs);
  }

  private CallService service(JobService jobs) {
    return new CallService(
        settings,
        registry,
        tinybase.hooks(),
        executor(settings.functions(), registry),
        tinybase.records(),
        tinybase.database(),
        tinybase.secrets(),
        tinybase.auth(),
        log,
        jobs,
        (_, _) -> Optional.empty(),
        Clock.systemUTC());
  }

  /** Sets a secret. */
  public void secret(String name, String value) {
    tinybase.secrets().set(name, value);
  }

  /** A client without an account. */
  public Http http() {
    return Http.at("http://127.0.0.1:" + server.port());
  }

  /** A client with an account of its own. */
  public Http user(String email) {
    return account(email, false);
  }

  /** A client with an admin's account. */
  public Http admin() {
    return account("admin@example.com", true);
  }

  private Http account(String email, boolean admin) {
    var users = tinybase.auth().users();
    if (users.find(email).isEmpty()) {
      users.create(email, Http.PASSWORD, admin);
    }
    var grant = tinybase.auth().logins().login(email, Http.PASSWORD, ClientInfo.at("127.0.0.1"));
    return http().as(grant.accessToken());
  }

  public TinyBase tinybase() {
    return tinybase;
  }

  public CallService calls() {
    return life.calls();
  }

  /** The jobs of all its lives. */
  public JobService jobs() {
    return life.jobs();
  }

  /** Stops what calls functions and runs jobs, as the end of a server does. */
  void stop() {
    life.close();
  }

  /** Calls a function as the command line does, with an empty object. */
  CallResult call(String function) {
    try (var call = life.calls().open(Caller.operator("test"), function)) {
      return life.calls().call(call);
    }
  }

  /** Begins such a call that nobody waits for. */
  UUID begin(String function) {
    try (var call = life.calls().open(Caller.operator("test"), function)) {
      life.calls().start(call);
      return call.id();
    }
  }

  public MemoryLog log() {
    return log;
  }

  @Override
  public void close() {
    life.close();
    server.close();
    tinybase.close();
    functions.values().forEach(function -> function.uses().close());
    files.close();
  }
}
