package dev.tinybase.cli;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a deployment would do, for people.
 *
 * @param outcome of a dry run
 */
record DeploymentPlan(JsonNode outcome) {
  /** One thing of an app. */
  private record Thing(String kind, String name, JsonNode json) {
    static Thing collection(JsonNode json) {
      return new Thing("collection", json.path("name").asString(), json);
    }

    static Thing function(JsonNode json) {
      return new Thing("function", json.path("filename").asString(), json);
    }

    static Thing extension(JsonNode json) {
      return new Thing(
          "extension", json.path("name").asString() + " " + json.path("version").asString(), json);
    }

    boolean is(String outcome) {
      return json.path("outcome").asString().equals(outcome);
    }

    @Override
    public String toString() {
      return kind + " " + Table.oneLine(name);
    }
  }

  void print(Shell shell, String place) {
    shell.out().println("Plan for " + place + ":");
    things().filter(it -> it.is("created")).forEach(it -> shell.out().println("  make   " + it));
    things().filter(it -> it.is("changed")).forEach(it -> printChanged(shell, it));
    long unchanged = things().filter(it -> it.is("unchanged")).count();
    if (unchanged > 0) {
      shell.out().println("  leave  " + unchanged + " as they are");
    }
    for (var left : outcome.path("left")) {
      var thing = left.path("kind").asString() + " " + Table.oneLine(left.path("name").asString());
      shell.out().println("  keep   " + thing + ", which is not in the files any more");
    }
    things().forEach(it -> printWarnings(shell, it));
  }

  private static void printChanged(Shell shell, Thing thing) {
    var records = thing.json().path("records");
    var count = records.isMissingNode() ? "" : " (" + count(records.asLong(), "record") + ")";
    shell.out().println("  change " + thing + count);
    for (var change : thing.json().path("changes")) {
      long lost = change.path("lost_values").asLong(0);
      var loss = lost == 0 ? "" : ": " + count(lost, "record") + " would lose a value";
      shell.out().println("           " + Table.oneLine(change.path("text").asString()) + loss);
    }
  }

  private static void printWarnings(Shell shell, Thing thing) {
    for (var warning : thing.json().path("warnings")) {
      shell.err().println("Warning: " + thing + ": " + Table.oneLine(warning.asString()));
    }
  }

  /** What would be lost, each in a few words. */
  List<String> losses() {
    var values =
        things()
            .flatMap(thing ->
                elements(thing.json().path("changes"))
                    .filter(change -> change.path("lost_values").asLong(0) > 0)
                    .map(change ->
                        "the values of %s.%s"
                            .formatted(thing.name(), change.path("field").asString())));
    var changes =
        elements(outcome.path("overwritten"))
            .map(drift ->
                "what somebody has %s of the %s %s"
                    .formatted(
                        drift.path("change").asString(),
                        drift.path("kind").asString(),
                        drift.path("name").asString()));
    return Stream.concat(values, changes).map(Table::oneLine).toList();
  }

  /** How many were made and changed, in words. */
  String summary() {
    return "%d made, %d changed, %d left as they are"
        .formatted(number("created"), number("changed"), number("unchanged"));
  }

  private long number(String word) {
    return things().filter(it -> it.is(word)).count();
  }

  private Stream<Thing> things() {
    return Stream.of(
            elements(outcome.path("extensions")).map(Thing::extension),
            elements(outcome.path("collections")).map(Thing::collection),
            elements(outcome.path("functions")).map(Thing::function))
        .flatMap(things -> things);
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return list.valueStream();
  }

  private static String count(long number, String what) {
    return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }
}
