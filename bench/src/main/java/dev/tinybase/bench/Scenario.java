package dev.tinybase.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One kind of load.
 *
 * @param name as it stands in the report
 * @param base the server's address
 * @param pid the process whose CPU time is taken
 * @param script the Lua script that makes the requests
 * @param connections how many at once
 * @param environment what the script is told
 * @param created the collection whose records must grow by every acknowledged request; null when
 *     nothing is created
 * @param beside a load that runs at the same time and is not measured; null for none
 */
record Scenario(
    String name,
    String base,
    long pid,
    String script,
    int connections,
    Map<String, String> environment,
    @Nullable String created,
    @Nullable Scenario beside) {

  Scenario beside(Scenario other) {
    return new Scenario(
        name + " beside " + other.name,
        base,
        pid,
        script,
        connections,
        environment,
        created,
        other);
  }

  Scenario connections(int number) {
    return new Scenario(
        name + " (" + number + " connections)",
        base,
        pid,
        script,
        number,
        environment,
        created,
        beside);
  }
}
