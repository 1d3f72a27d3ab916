package dev.tinybase.extensions;

import dev.tinybase.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What an extension brings.
 *
 * @param functions their names
 * @param collections their names
 * @param settings their names
 */
public record Provides(
    List<String> functions,
    List<Hook> hooks,
    List<Schedule> schedules,
    List<Route> routes,
    List<String> collections,
    List<String> settings) {
  /** Nothing. */
  public static final Provides NOTHING =
      new Provides(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  public Provides {
    functions = List.copyOf(functions);
    hooks = List.copyOf(hooks);
    schedules = List.copyOf(schedules);
    routes = List.copyOf(routes);
    collections = List.copyOf(collections);
    settings = List.copyOf(settings);
  }

  /**
   * A handler of a hook.
   *
   * @param name {@code extension.method}
   * @param kind its annotation, such as {@code OnRecordCreate}
   * @param targets names of collections or functions, or {@code *}
   */
  public record Hook(String name, String kind, List<String> targets) {
    public Hook {
      targets = List.copyOf(targets);
    }
  }

  /**
   * A schedule in code.
   *
   * @param schedule when, as clients send it
   */
  public record Schedule(String function, JsonNode schedule) {}

  /**
   * A route.
   *
   * @param path as clients call it, such as {@code /api/x/guestbook/stats/{id}}
   * @param auth {@code public}, {@code auth} or {@code admin}
   */
  public record Route(String method, String path, String auth) {}

  /** The same with its collections and settings. */
  public Provides with(List<String> itsCollections, List<String> itsSettings) {
    return new Provides(functions, hooks, schedules, routes, itsCollections, itsSettings);
  }

  /** As it is stored and answered. */
  public JsonNode json() {
    return Json.mapper().valueToTree(this);
  }

  /** What {@link #json} made. */
  static Provides of(String json) {
    return Json.mapper().readValue(json, Provides.class);
  }
}
