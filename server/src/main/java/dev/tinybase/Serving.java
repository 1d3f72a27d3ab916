package dev.tinybase;

import dev.tinybase.api.Api;
import dev.tinybase.api.BackupMetrics;
import dev.tinybase.api.FunctionMetrics;
import dev.tinybase.api.HookMetrics;
import dev.tinybase.api.LiveCollection;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.api.Services;
import dev.tinybase.api.routes.AppDeploymentRoutes;
import dev.tinybase.api.routes.ApplicationTokenRoutes;
import dev.tinybase.api.routes.AuthRoutes;
import dev.tinybase.api.routes.BackupRoutes;
import dev.tinybase.api.routes.BatchRoutes;
import dev.tinybase.api.routes.CallRoutes;
import dev.tinybase.api.routes.CollectionRoutes;
import dev.tinybase.api.routes.ConfigurationRoutes;
import dev.tinybase.api.routes.DeploymentRoutes;
import dev.tinybase.api.routes.ExtensionCalls;
import dev.tinybase.api.routes.ExtensionFileRoutes;
import dev.tinybase.api.routes.ExtensionRoutes;
import dev.tinybase.api.routes.FunctionRoutes;
import dev.tinybase.api.routes.HookRoutes;
import dev.tinybase.api.routes.JobJson;
import dev.tinybase.api.routes.JobRoutes;
import dev.tinybase.api.routes.LogRoutes;
import dev.tinybase.api.routes.MetricRoutes;
import dev.tinybase.api.routes.RecordListRoutes;
import dev.tinybase.api.routes.RecordRoutes;
import dev.tinybase.api.routes.ScheduleRoutes;
import dev.tinybase.api.routes.SecretRoutes;
import dev.tinybase.api.routes.SessionRoutes;
import dev.tinybase.api.routes.SetupRoutes;
import dev.tinybase.api.routes.StatusRoutes;
import dev.tinybase.api.routes.TransferRoutes;
import dev.tinybase.api.routes.UserImportRoutes;
import dev.tinybase.api.routes.UserRoutes;
import dev.tinybase.db.InstanceLock;
import dev.tinybase.http.HttpServer;
import dev.tinybase.transfer.AccountImporter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An instance that answers requests until this is closed. */
public record Serving(HttpServer server, InstanceLock lock) implements AutoCloseable {
  static Serving start(TinyBase instance) {
    var lock = InstanceLock.acquire(instance.settings().database());
    try {
      instance.extensions().start();
      instance.functions().start();
      instance.delivery().start(instance.functions().registry()::isComplete);
      var schedules = instance.schedules();
      instance.engine().start(schedules.jobRunner(instance.functions().calls().jobRunner()));
      schedules.start();
      var api = api(instance);
      var server = new HttpServer(instance.settings(), api);
      instance.monitoring().jobs().start(() -> api.lookAtRequests(server.status()));
      server.start();
      instance.delivery().ready();
      return new Serving(server, lock);
    } catch (Throwable failure) {
      lock.close();
      throw failure;
    }
  }

  static Api api(TinyBase instance) {
    return new Api(instance.settings(), services(instance), routes(instance));
  }

  /** One line for each resource. */
  private static List<Route> routes(TinyBase instance) {
    var functions = instance.functions();
    var jobJson =
        new JobJson(
            instance.settings().functions().recordPayloads(),
            instance.settings().server().basePath());
    return Stream.<Routes>of(
            new AuthRoutes(instance.auth(), instance.settings()),
            new SetupRoutes(instance.auth()),
            new SessionRoutes(instance.auth()),
            new UserRoutes(instance.auth()),
            new UserImportRoutes(new AccountImporter(instance.auth().accountImport())),
            new ApplicationTokenRoutes(instance.auth().applicationTokens()),
            new CollectionRoutes(instance.collections(), instance.settings().server()),
            new RecordListRoutes(instance.records()),
            new RecordRoutes(instance.records(), instance.auth().users()),
            new BatchRoutes(instance.records(), instance.auth().users()),
            new TransferRoutes(instance.importer(), instance.exporter()),
            new SecretRoutes(instance.secrets()),
            new ExtensionFileRoutes(instance.extensions().running()),
            new FunctionRoutes(functions.calls(), instance.settings().functions().httpStatus()),
            new CallRoutes(instance.history()),
            new ScheduleRoutes(
                instance.schedules().service(), instance.jobs(), functions.calls(), jobJson),
            new JobRoutes(instance.jobs(), functions.calls(), jobJson),
            new ExtensionRoutes(instance.extensions().service(), instance.extensions().settings()),
            new HookRoutes(instance.delivery().service()),
            new MetricRoutes(instance.metrics()),
            new StatusRoutes(instance.monitoring().status()),
            new ConfigurationRoutes(instance.configuration()),
            new LogRoutes(instance.log()),
            new BackupRoutes(instance.backups()),
            new DeploymentRoutes(functions.deployments(), functions.loader(), functions.registry()),
            new AppDeploymentRoutes(instance.apps()))
        .flatMap(resource -> resource.routes().stream())
        .toList();
  }

  private static Services services(TinyBase instance) {
    var functions = instance.functions();
    boolean publicSchema = instance.settings().server().publicSchema();
    return new Services(
        instance.auth().authenticator()::authenticate,
        instance.database(),
        () ->
            instance.collections().list().stream()
                .map(collection -> LiveCollection.of(collection, publicSchema))
                .toList(),
        functions.registry()::list,
        new ExtensionCalls(functions.registry()::routes, functions.calls())::routes,
        figures(instance),
        instance.monitoring().readiness(),
        instance.monitoring().requests());
  }

  private static Consumer<PrometheusRegistry> figures(TinyBase instance) {
    var functions = instance.functions();
    var calls =
        new FunctionMetrics(instance.history(), functions.calls()::load, functions::workers);
    var hooks = new HookMetrics(instance.hooks(), instance.delivery().service());
    var backups = new BackupMetrics(instance.backups());
    return calls.andThen(hooks).andThen(backups).andThen(instance.monitoring().jobs());
  }

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
