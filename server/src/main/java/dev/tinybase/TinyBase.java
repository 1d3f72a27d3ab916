package dev.tinybase;

import dev.tinybase.api.Api;
import dev.tinybase.api.CallFigures;
import dev.tinybase.api.LiveCollection;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.api.Services;
import dev.tinybase.api.WorkerMetrics;
import dev.tinybase.api.routes.AuthRoutes;
import dev.tinybase.api.routes.CallRoutes;
import dev.tinybase.api.routes.CollectionRoutes;
import dev.tinybase.api.routes.DeploymentRoutes;
import dev.tinybase.api.routes.FunctionRoutes;
import dev.tinybase.api.routes.MeRoutes;
import dev.tinybase.api.routes.RecordRoutes;
import dev.tinybase.api.routes.SecretRoutes;
import dev.tinybase.api.routes.SetupRoutes;
import dev.tinybase.api.routes.TransferRoutes;
import dev.tinybase.api.routes.UserRoutes;
import dev.tinybase.auth.AuthServices;
import dev.tinybase.collections.Collection;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.db.Databases;
import dev.tinybase.db.InstanceLock;
import dev.tinybase.db.Migrations;
import dev.tinybase.functions.FunctionServices;
import dev.tinybase.functions.history.History;
import dev.tinybase.http.HttpServer;
import dev.tinybase.records.RecordService;
import dev.tinybase.schema.JsonSchemaWriter;
import dev.tinybase.secrets.SecretStore;
import dev.tinybase.transfer.Exporter;
import dev.tinybase.transfer.Importer;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * An instance: every service, built here with plain constructors from the bottom to the top. Open
 * it to work on the data in this process, {@link #serve} it to others, close it at the end.
 */
public final class TinyBase implements AutoCloseable {
  private final Settings settings;
  private final Database database;
  private final AuthServices auth;
  private final CollectionService collections;
  private final RecordService records;
  private final Importer importer;
  private final Exporter exporter;
  private final SecretStore secrets;
  private final History history;
  private final FunctionServices functions;

  private TinyBase(Settings settings, Database database, Clock clock) {
    this.settings = settings;
    this.database = database;
    this.auth = AuthServices.create(settings, database, clock);
    this.collections = new CollectionService(database, clock);
    this.records = new RecordService(database, collections, clock);
    this.importer = new Importer(collections, records);
    this.exporter = new Exporter(records, clock);
    this.secrets = new SecretStore(settings.secrets(), database, clock);
    this.history = new History(settings, database, clock);
    this.functions =
        new FunctionServices(settings, database, records, secrets, auth.users(), history, clock);
  }

  /**
   * Opens the database, brings it to the version of this program, and builds the services.
   *
   * @throws dev.tinybase.errors.Problem in one sentence when the database or the signing key cannot
   *     be used
   */
  public static TinyBase open(Settings settings, Clock clock) {
    var database = Databases.open(settings.database());
    try {
      upgrade(settings, new Migrations(database, clock));
      return new TinyBase(settings, database, clock);
    } catch (Throwable failure) {
      database.close();
      throw failure;
    }
  }

  /** Never beneath a server that runs: an older one would not know the new tables. */
  private static void upgrade(Settings settings, Migrations migrations) {
    if (!migrations.pending().isEmpty()) {
      try (var _ = InstanceLock.acquire(settings.database())) {
        migrations.upgrade();
      }
    }
  }

  /** Starts to answer requests; at most one instance serves a SQLite file at a time. */
  public Serving serve() {
    var lock = InstanceLock.acquire(settings.database());
    try {
      history.start();
      functions.start();
      var server = new HttpServer(settings, api());
      server.start();
      return new Serving(server, lock);
    } catch (Throwable failure) {
      lock.close();
      throw failure;
    }
  }

  /** Answers requests without a server: those of this process, in the same way. */
  public Api api() {
    return new Api(settings, services(), routes());
  }

  private Services services() {
    return new Services(
        auth.authenticator()::authenticate,
        database,
        this::live,
        functions.registry()::list,
        new CallFigures(history, functions.calls()::load)
            .andThen(new WorkerMetrics(functions::workers)));
  }

  private List<LiveCollection> live() {
    return collections.list().stream().map(TinyBase::live).toList();
  }

  private static LiveCollection live(Collection collection) {
    return new LiveCollection(
        collection.name(),
        collection.label(),
        collection.schemaVersion(),
        () -> JsonSchemaWriter.of(collection.visibility(false), JsonSchemaWriter.Form.READ),
        () -> JsonSchemaWriter.of(collection.visibility(false), JsonSchemaWriter.Form.WRITE));
  }

  private List<Route> routes() {
    return Stream.<Routes>of(
            new AuthRoutes(auth),
            new MeRoutes(auth),
            new SetupRoutes(auth),
            new UserRoutes(auth),
            new CollectionRoutes(collections),
            new RecordRoutes(records),
            new TransferRoutes(importer, exporter),
            new SecretRoutes(secrets),
            new FunctionRoutes(functions.calls()),
            new CallRoutes(history),
            new DeploymentRoutes(functions.deployments(), functions.loader()))
        .flatMap(resource -> resource.routes().stream())
        .toList();
  }

  public Settings settings() {
    return settings;
  }

  public Database database() {
    return database;
  }

  public AuthServices auth() {
    return auth;
  }

  public CollectionService collections() {
    return collections;
  }

  public RecordService records() {
    return records;
  }

  public Importer importer() {
    return importer;
  }

  public Exporter exporter() {
    return exporter;
  }

  public SecretStore secrets() {
    return secrets;
  }

  public History history() {
    return history;
  }

  public FunctionServices functions() {
    return functions;
  }

  /** Finishes the writes that wait and closes the database; stop serving first. */
  @Override
  public void close() {
    functions.close();
    history.close();
    database.close();
  }

  /** A server that answers requests until it is closed. */
  public record Serving(HttpServer server, InstanceLock lock) implements AutoCloseable {
    /** The port it listens on. */
    public int port() {
      return server.port();
    }

    /** Lets the requests in flight finish and stops. */
    @Override
    public void close() {
      try (lock) {
        server.close();
      }
    }
  }
}
