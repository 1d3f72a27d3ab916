package dev.tinybase.cli;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Uuids;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds a schedule as people name it. */
record ScheduleClient(ApiClient api) {
  /** Where the API has them. */
  static final String ALL = "/api/admin/schedules";

  /** So many are looked at for a name that was meant. */
  private static final RequestPath MANY =
      new RequestPath(ALL).parameter("source", "all").parameter("limit", 1000);

  /** The path of one. */
  static String path(JsonNode schedule) {
    return ALL + "/" + schedule.path("id").asString();
  }

  /** Its name, for a line of a terminal. */
  static String name(JsonNode schedule) {
    return Table.oneLine(schedule.path("name").asString());
  }

  /** The one with this id or, where there is only one, with this name. */
  ObjectNode find(String text) {
    if (Uuids.parse(text).isPresent()) {
      return (ObjectNode) api.send("GET", ALL + "/" + text, null);
    }
    var named = named(MANY.parameter("name", text));
    if (named.size() == 1) {
      return (ObjectNode) named.path(0);
    }
    throw named.isEmpty() ? unknown(text) : ambiguous(text, named);
  }

  private JsonNode named(RequestPath path) {
    return api.send("GET", path.text(), null).path("schedules");
  }

  private Problem unknown(String text) {
    var names = named(MANY).valueStream().map(ScheduleClient::name).toList();
    var near = DidYouMean.hint(text, names);
    return Problem.notFound(
        "schedule_not_found",
        "There is no schedule '%s'%s"
            .formatted(text, near.isEmpty() ? "; 'tinybase schedules list' shows all" : near));
  }

  private static Problem ambiguous(String text, JsonNode named) {
    var ids =
        named
            .valueStream()
            .limit(5)
            .map(it -> it.path("id").asString())
            .collect(Collectors.joining(", "));
    return Problem.badRequest(
        "schedule_ambiguous",
        "There are %d schedules '%s'; say which by its id, such as %s"
            .formatted(named.size(), text, ids));
  }
}
