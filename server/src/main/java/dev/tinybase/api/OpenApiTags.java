package dev.tinybase.api;

import dev.tinybase.functions.registry.Registry.Function;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * The groups that operations are shown in: each collection, then the tags of functions, then the
 * resources of every server. {@code x-tagGroups} names the three for programs that know it.
 */
final class OpenApiTags {
  /** The resources of every server, in the order in which they are shown. */
  private static final List<Map.Entry<String, String>> RESOURCES =
      List.of(
          Map.entry("auth", "Accounts: registration, log-in, sessions, the caller's own account"),
          Map.entry("collections", "Collections, and the records of any of them"),
          Map.entry("functions", "Functions: what there is, calls of any of them"),
          Map.entry("extensions", "Extensions, and the files that they publish"),
          Map.entry("hooks", "Handlers of what happens, and the events that failed"),
          Map.entry("jobs", "Executions of functions that must happen"),
          Map.entry("schedules", "Rules that make jobs"),
          Map.entry("admin", "Users, secrets, deployed functions and the calls of functions"),
          Map.entry("system", "What the server says of itself"),
          Map.entry("docs", "This document as a page"));

  private OpenApiTags() {}

  static void write(
      ObjectNode document,
      List<Route> routes,
      List<LiveCollection> collections,
      List<Function> functions) {
    Map<String, Map<String, String>> groups = new LinkedHashMap<>();
    var ofCollections = groups.computeIfAbsent("Collections", _ -> new LinkedHashMap<>());
    for (var collection : collections) {
      ofCollections.put(of(collection), collection.label());
    }
    Set<String> resources = new TreeSet<>();
    routes.forEach(route -> resources.add(route.operation().tag()));
    var ofFunctions = groups.computeIfAbsent("Functions", _ -> new LinkedHashMap<>());
    for (var function : functions) {
      for (var tag : OpenApiFunction.tags(function.signature())) {
        if (!resources.contains(tag) && !ofCollections.containsKey(tag)) {
          ofFunctions.put(tag, "Functions: " + tag);
        }
      }
    }
    var ofServer = groups.computeIfAbsent("Server", _ -> new LinkedHashMap<>());
    RESOURCES.stream()
        .filter(known -> resources.contains(known.getKey()))
        .forEach(known -> ofServer.put(known.getKey(), known.getValue()));
    resources.forEach(tag -> ofServer.putIfAbsent(tag, "Routes of " + tag));
    write(document, groups);
  }

  private static void write(ObjectNode document, Map<String, Map<String, String>> groups) {
    var tags = document.putArray("tags");
    var named = document.putArray("x-tagGroups");
    groups.forEach((group, members) -> {
      if (members.isEmpty()) {
        return;
      }
      var list = named.addObject().put("name", group).putArray("tags");
      members.forEach((tag, description) -> {
        tags.addObject().put("name", tag).put("description", description);
        list.add(tag);
      });
    });
  }

  /** A collection's group: its name, or that with a word more where a resource has it. */
  static String of(LiveCollection collection) {
    var name = collection.name();
    boolean taken = RESOURCES.stream().anyMatch(known -> known.getKey().equals(name));
    return taken ? name + " records" : name;
  }
}
