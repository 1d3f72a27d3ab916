package dev.tinybase.bench;

import static java.util.Objects.requireNonNull;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectCollectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts the types of ours whose code runs for one request, from the socket to the disk, on a warm
 * server: how much a reader has to know to follow it. A debugger listens to the methods that are
 * entered; what also happens while nothing is asked does not count.
 */
final class RequestTypes implements AutoCloseable {
  private static final int WARM_UP = 200;
  private static final long REQUEST_MILLIS = 1_500;
  private static final long IDLE_MILLIS = 5_000;
  private static final String NUMBERS = "{\"x\":1,\"y\":2}";

  private final VirtualMachine machine;
  private final Set<Method> background;

  private RequestTypes(VirtualMachine machine) {
    this.machine = machine;
    entered(() -> {}, IDLE_MILLIS); // what the warm-up left to do
    background = entered(() -> {}, IDLE_MILLIS);
  }

  /** The types of each way, by their packages, as Markdown. */
  static String report(Path repository, Path folder) throws IOException {
    new Seed(new Command(repository, folder)).collection("notes", true, 100);
    FunctionFiles.in(folder).trivial();
    int port = ServerProcess.freePort();
    var agent = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port;
    try (var server =
        ServerProcess.tinybase(repository, folder, Map.of("TINYBASE_JAVA_OPTS", agent))) {
      var client = new Client(server.base());
      client.register("types@example.com", "correct horse battery");
      var ways = ways(client);
      ways.values().forEach(RequestTypes::warmUp);
      try (var types = new RequestTypes(attach(port))) {
        var report = new StringBuilder("# Types whose code runs for a request\n");
        ways.forEach((name, way) -> report.append(section(name, types.of(way))));
        return report.toString();
      }
    }
  }

  private static Map<String, Runnable> ways(Client client) {
    var records = "/api/collections/notes/records";
    var note = "{\"data\":{\"title\":\"A\",\"body\":\"b\",\"category\":\"c1\",\"score\":0.5}}";
    var ways = new LinkedHashMap<String, Runnable>();
    ways.put("create a record", () -> client.send(records, note));
    ways.put(
        "list records",
        () -> client.send(records + "?limit=20&sort=-created_at&filter%5Bcategory%5D=c1", ""));
    ways.put(
        "call a function", () -> client.send("/api/functions/" + FunctionFiles.TRIVIAL, NUMBERS));
    return ways;
  }

  private static void warmUp(Runnable way) {
    for (int i = 0; i < WARM_UP; i++) {
      way.run();
    }
  }

  private static VirtualMachine attach(int port) throws IOException {
    var connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(known -> known.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    var arguments = connector.defaultArguments();
    requireNonNull(arguments.get("hostname")).setValue("127.0.0.1");
    requireNonNull(arguments.get("port")).setValue(Integer.toString(port));
    try {
      return connector.attach(arguments);
    } catch (IllegalConnectorArgumentsException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The simple names of the types of one way, nested ones after their outer one. */
  private Map<String, Set<String>> of(Runnable way) {
    var types = new TreeMap<String, Set<String>>();
    for (var method : entered(way, REQUEST_MILLIS)) {
      var name = method.declaringType().name();
      if (!background.contains(method) && !name.contains("$$")) {
        int at = name.lastIndexOf('.');
        types
            .computeIfAbsent(name.substring(0, at), _ -> new TreeSet<>())
            .add(name.substring(at + 1));
      }
    }
    return types;
  }

  /** The methods of ours that are entered during a request and for some time after it. */
  private Set<Method> entered(Runnable way, long millis) {
    var request = machine.eventRequestManager().createMethodEntryRequest();
    request.addClassFilter("dev.tinybase.*");
    request.setSuspendPolicy(EventRequest.SUSPEND_NONE);
    request.enable();
    way.run();
    var methods = new HashSet<Method>();
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      methods.addAll(next(left));
    }
    request.disable();
    return methods;
  }

  private Set<Method> next(long millis) {
    try {
      var events = machine.eventQueue().remove(millis);
      var methods = new HashSet<Method>();
      for (var event : events == null ? List.<Event>of() : events) {
        if (event instanceof MethodEntryEvent entry && !isLog(entry)) {
          methods.add(entry.method());
        }
      }
      return methods;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The access log is written behind the answers, for many requests at a time. */
  private static boolean isLog(MethodEntryEvent entry) {
    try {
      return entry.thread().name().equals("access-log");
    } catch (ObjectCollectedException _) {
      return false;
    }
  }

  private static String section(String name, Map<String, Set<String>> types) {
    var lines = new StringBuilder();
    int all = 0;
    var outer = new HashSet<String>();
    for (var of : types.entrySet()) {
      all += of.getValue().size();
      of.getValue().forEach(type -> outer.add(of.getKey() + "." + type.split("\\$", 2)[0]));
      lines.append("- `%s`: %s%n".formatted(of.getKey(), String.join(", ", of.getValue())));
    }
    return "%n## %s: %d types, %d with nested ones%n%n%s".formatted(name, outer.size(), all, lines);
  }

  @Override
  public void close() {
    machine.dispose();
  }
}
