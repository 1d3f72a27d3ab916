package dev.tinybase.bench;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** What the benchmark asks an admin's hooks. */
final class HooksClient {
  private static final String HOOKS = "/api/admin/hooks";
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  private final ServerProcess server;
  private final Client client;

  /** As the server's first account, which its settings make an admin. */
  HooksClient(ServerProcess server) {
    this.server = server;
    client = new Client(server.base());
    client.login("admin@example.com", "correct horse battery");
  }

  ServerProcess server() {
    return server;
  }

  String token() {
    return client.token();
  }

  /** The id of one of the records that are there. */
  String listed() {
    var page = client.send("/api/collections/listed/records?limit=1", "");
    return page.path("records").path(0).path("id").stringValue();
  }

  /** Waits until so many handlers are loaded. */
  void awaitHandlers(int count) {
    await("handlers", () -> hooks().size() == count);
  }

  /** Waits until the hooks of all changes have run. */
  void awaitHooks() {
    await("hooks of all changes", () -> hooks().valueStream().allMatch(HooksClient::isIdle));
  }

  private static boolean isIdle(JsonNode handler) {
    return handler.path("backlog").asLong(0) == 0;
  }

  private JsonNode hooks() {
    return client.send(HOOKS, "").path("hooks");
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within two minutes: " + what);
      }
      LockSupport.parkNanos(100_000_000);
    }
  }
}
