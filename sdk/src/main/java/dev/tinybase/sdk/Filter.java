package dev.tinybase.sdk;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which records are meant: the filter language of the HTTP API, written in Java.
 *
 * {@snippet :
 * Filter.and(Filter.gte("price", 10), Filter.or(Filter.eq("published", true), Filter.isNull("ends")));
 * }
 *
 * <p>Values may be text, numbers, booleans, {@code java.time} values, UUIDs and lists of them.
 *
 * @param json the filter as the HTTP API has it, such as {@code {"price": {"gte": 10}}}
 */
public record Filter(Map<String, ?> json) {
  /** Every record. */
  public static final Filter ALL = new Filter(Map.of());

  /** A filter as the HTTP API has it, for what has no method here. */
  public static Filter of(Map<String, ?> json) {
    return new Filter(json);
  }

  /** The field has this value; {@code null} asks for none. */
  public static Filter eq(String field, @Nullable Object value) {
    return value == null ? isNull(field) : condition(field, "eq", value);
  }

  /** The field has another value, or none. */
  public static Filter ne(String field, Object value) {
    return condition(field, "ne", value);
  }

  /** The field is greater. */
  public static Filter gt(String field, Object value) {
    return condition(field, "gt", value);
  }

  /** The field is greater or equal. */
  public static Filter gte(String field, Object value) {
    return condition(field, "gte", value);
  }

  /** The field is less. */
  public static Filter lt(String field, Object value) {
    return condition(field, "lt", value);
  }

  /** The field is less or equal. */
  public static Filter lte(String field, Object value) {
    return condition(field, "lte", value);
  }

  /** The field has one of these values. */
  public static Filter in(String field, Collection<?> values) {
    return condition(field, "in", List.copyOf(values));
  }

  /** The field has none of these values. */
  public static Filter notIn(String field, Collection<?> values) {
    return condition(field, "nin", List.copyOf(values));
  }

  /** The field has no value. */
  public static Filter isNull(String field) {
    return condition(field, "null", true);
  }

  /** The field has a value. */
  public static Filter notNull(String field) {
    return condition(field, "null", false);
  }

  /** The text contains this text. */
  public static Filter contains(String field, String text) {
    return condition(field, "contains", text);
  }

  /** The text contains this text, in upper or lower case. */
  public static Filter containsIgnoreCase(String field, String text) {
    return condition(field, "icontains", text);
  }

  /** The text begins with this text. */
  public static Filter startsWith(String field, String text) {
    return condition(field, "starts_with", text);
  }

  /** The text ends with this text. */
  public static Filter endsWith(String field, String text) {
    return condition(field, "ends_with", text);
  }

  /** The list has this element. */
  public static Filter has(String field, Object element) {
    return condition(field, "has", element);
  }

  /** All of these hold. */
  public static Filter and(Filter... filters) {
    return joined("and", filters);
  }

  /** At least one of these holds. */
  public static Filter or(Filter... filters) {
    return joined("or", filters);
  }

  /** This does not hold. */
  public static Filter not(Filter filter) {
    return new Filter(Map.of("not", filter.json()));
  }

  private static Filter condition(String field, String operator, Object value) {
    return new Filter(Map.of(field, Map.of(operator, value)));
  }

  private static Filter joined(String word, Filter... filters) {
    return new Filter(Map.of(word, Arrays.stream(filters).map(Filter::json).toList()));
  }
}
