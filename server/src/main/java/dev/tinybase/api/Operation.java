package dev.tinybase.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the OpenAPI document says of a route.
 *
 * @param id the operation's id, for example {@code collections_list_records}; its first word is the
 *     tag
 * @param summary one line
 * @param parameters the query parameters and headers; path variables are added by themselves
 * @param request the name of the body's schema in the files {@code openapi/*.json}; null without a
 *     body
 * @param answers the schema's name for each status of success; an empty name means no body
 * @param problems the statuses of failure beside those that every route can have
 */
public record Operation(
    String id,
    String summary,
    List<Parameter> parameters,
    @Nullable String request,
    Map<Integer, String> answers,
    List<Integer> problems) {

  /**
   * A query parameter or a header.
   *
   * @param in {@code query} or {@code header}
   * @param type a JSON Schema type: string, integer, boolean
   */
  public record Parameter(String name, String in, String type, String description) {}

  /** The group that the operation is shown in. */
  public String tag() {
    return id.substring(0, id.indexOf('_'));
  }
}
