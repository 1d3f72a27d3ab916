package dev.tinybase.sdk;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record of a collection as it was when it was read. A function that returns one answers with it
 * as the HTTP API would.
 *
 * <p>The typed getters refuse a field that is missing, empty or of another type with a {@link
 * FunctionException} that names it; {@link #find} does not.
 *
 * {@snippet :
 * record Post(String id, String title, Instant created_at) {}
 *
 * var post = ctx.records("posts").first(Filter.eq("title", "Hello"));
 * double price = post.number("price");
 * var typed = post.as(Post.class);
 * }
 *
 * <p>The class has the simple name of {@link java.lang.Record}: a file that writes it out needs
 * {@code import dev.tinybase.sdk.Record;} beside {@code import dev.tinybase.sdk.*;}, or says {@code
 * var}.
 */
@SuppressWarnings("AvoidCommonTypeNames") // it is what the HTTP API calls it
public interface Record {
  /** A UUID as text. */
  String id();

  /** The id of the user who owns it. */
  Optional<String> ownerId();

  /** When it was made. */
  Instant createdAt();

  /** When it was last changed. */
  Instant updatedAt();

  /** All fields by name: text, numbers, booleans, lists, maps and null. */
  Map<String, @Nullable Object> data();

  /**
   * The data as one of your own record types, checked against its annotations. It may have {@code
   * id}, {@code owner_id}, {@code created_at} and {@code updated_at} too; fields that it does not
   * have are left out.
   */
  <T> T as(Class<T> type);

  /** A field's value, if it has one. */
  Optional<Object> find(String field);

  /** A field that is text. */
  String text(String field);

  /** A field that is a number, or a decimal. */
  double number(String field);

  /** A field that is a whole number. */
  long integer(String field);

  /** A field that is a number, with all its digits. */
  BigDecimal decimal(String field);

  /** A field that is true or false. */
  boolean flag(String field);

  /** A field that is a moment. */
  Instant instant(String field);

  /** A field that is a day. */
  LocalDate date(String field);

  /** A field that is a list. */
  List<@Nullable Object> list(String field);

  /** A field that is an object. */
  Map<String, @Nullable Object> object(String field);
}
