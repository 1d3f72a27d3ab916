package dev.tinybase.deploy;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;

/**
 * A thing that somebody has changed on the server since it was deployed, and that the deployment
 * would change back.
 *
 * @param deleted whether it is not there any more
 */
public record Drift(DeployedThing thing, boolean deleted) {
  /** A few words for people. */
  public String text() {
    return "%s '%s' was %s"
        .formatted(thing.kind().word(), thing.name(), deleted ? "deleted" : "changed");
  }

  /** Each with kind and name and what has happened to it. */
  public static ArrayNode json(List<Drift> all) {
    var list = Json.mapper().createArrayNode();
    for (var drift : all) {
      list.addObject()
          .put("kind", drift.thing().kind().word())
          .put("name", drift.thing().name())
          .put("change", drift.deleted() ? "deleted" : "changed");
    }
    return list;
  }

  /** 409 that names each. */
  static Problem problem(List<Drift> all) {
    var names = all.stream().map(Drift::text).collect(Collectors.joining(", "));
    return Problem.conflict(
            "deployment_drift",
            "Since the last deployment somebody has changed what this one would overwrite: "
                + names
                + ". Take it over into the files, or overwrite it with 'overwrite_drift'.")
        .member("drift", json(all));
  }
}
