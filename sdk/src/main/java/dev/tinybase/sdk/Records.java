package dev.tinybase.sdk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records of one collection, with the rights of whoever called the function: its access rules
 * hold here as they do over HTTP. What they refuse, and what the schema refuses, comes as a {@link
 * FunctionException} with the code of the HTTP API. A record that the caller may not read is as one
 * that does not exist; a change that he may make without that gives a record of its id alone.
 *
 * <p>Data is a map, or one of your own record types, whose components are the fields. An id that is
 * no UUID is refused with {@code invalid_input}.
 *
 * {@snippet :
 * record Post(String title, boolean published) {}
 *
 * var posts = ctx.records("posts");
 * var post = posts.create(new Post("Hello", false));
 * posts.update(post.id(), Map.of("published", true));
 * long drafts = posts.count(Filter.eq("published", false));
 * for (var newest : posts.list(Query.ALL.limit(10)).records()) {
 *   ctx.log().info("{} of {}", newest.text("title"), newest.createdAt());
 * }
 * }
 */
public interface Records {
  /** Makes a record. */
  Record create(Object data);

  /**
   * Makes a record with an id of your choice; {@code duplicate_id} where there is one already. Only
   * with an admin's rights.
   */
  Record create(String id, Object data);

  /** The record with this id, if there is one and the caller may read it. */
  Optional<Record> find(String id);

  /** The record with this id; {@code record_not_found} where there is none. */
  Record get(String id);

  /** The newest record that the filter picks, if there is one. */
  Optional<Record> findFirst(Filter filter);

  /** The newest record that the filter picks; {@code record_not_found} where there is none. */
  Record first(Filter filter);

  /** The newest 100 records that the filter picks. */
  List<Record> list(Filter filter);

  /** One page of records. */
  Page list(Query query);

  /**
   * All records of a query, read page by page while the stream is used. A change in between may be
   * seen or not.
   *
   * {@snippet :
   * double total =
   *     ctx.records("orders").stream(Query.ALL.limit(1000)).mapToDouble(it -> it.number("total")).sum();
   * }
   */
  Stream<Record> stream(Query query);

  /** How many records the filter picks. */
  long count(Filter filter);

  /**
   * Sets some fields and leaves the others alone. {@code {"$inc": 1}} adds to a number, {@code
   * {"$append": […]}} and {@code {"$remove": […]}} change a list, without a loss when others do the
   * same.
   */
  Record update(String id, Map<String, ?> changes);

  /** Sets all fields, to their defaults where the data has none. */
  Record replace(String id, Object data);

  /** Deletes a record. */
  void delete(String id);

  /** The same records with an admin's rights. */
  Records asAdmin();

  /**
   * The same records, of which those that are made or changed belong to this user from then on, or
   * to nobody for null. Only with an admin's rights; else they belong to whoever makes them, and
   * keep their owner when they are changed.
   */
  Records ownedBy(@Nullable String userId);
}
