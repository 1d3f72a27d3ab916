package dev.tinybase.api;

import java.util.List;

/**
 * A route that is ready to serve.
 *
 * @param variables the names of the path's variables, in order
 * @param times how long its answers took
 */
record Endpoint(Route route, List<String> variables, RouteTimes times) {
  /** The position of a variable's value among the values that the path gave. */
  int position(String variable) {
    int position = variables.indexOf(variable);
    if (position < 0) {
      throw new IllegalArgumentException(route.path() + " has no variable " + variable);
    }
    return position;
  }
}
