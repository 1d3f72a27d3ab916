package dev.tinybase.functions.invoke;

import dev.tinybase.functions.host.RecordRequest;
import dev.tinybase.functions.invoke.binding.JsonRecord;
import dev.tinybase.functions.invoke.binding.PlainValues;
import dev.tinybase.sdk.Filter;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.Page;
import dev.tinybase.sdk.Query;
import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.Records;
import dev.tinybase.text.Texts;
import dev.tinybase.text.Uuids;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The records of a collection, read and changed through the host. */
final class CollectionRecords implements Records {
  private static final String NOT_FOUND = "record_not_found";
  private static final int MOST_ON_A_PAGE = 1_000;

  private final CallContext context;
  private final String collection;
  private final boolean admin;
  private final RecordRequest.@Nullable Owner owner;

  CollectionRecords(
      CallContext context, String collection, boolean admin, RecordRequest.@Nullable Owner owner) {
    this.context = context;
    this.collection = collection;
    this.admin = admin;
    this.owner = owner;
  }

  @Override
  public Record create(Object data) {
    return record(new RecordRequest.Create(collection, admin, null, object(data), owner));
  }

  @Override
  public Record create(String id, Object data) {
    return record(new RecordRequest.Create(collection, admin, checked(id), object(data), owner));
  }

  @Override
  public Optional<Record> find(String id) {
    try {
      return Optional.of(get(id));
    } catch (FunctionException e) {
      if (e.code().equals(NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Record get(String id) {
    return record(new RecordRequest.Get(collection, admin, checked(id)));
  }

  @Override
  public Optional<Record> findFirst(Filter filter) {
    return list(Query.where(filter).limit(1)).records().stream().findFirst();
  }

  @Override
  public Record first(Filter filter) {
    return findFirst(filter)
        .orElseThrow(() ->
            new FunctionException(
                NOT_FOUND, "No record in '" + collection + "' is picked by " + filter.json()));
  }

  @Override
  public List<Record> list(Filter filter) {
    return list(Query.where(filter)).records();
  }

  @Override
  public Page list(Query query) {
    if (query.limit() < 1 || query.limit() > MOST_ON_A_PAGE) {
      throw new FunctionException(
          "invalid_input", "limit: must be 1 to " + MOST_ON_A_PAGE + ", not " + query.limit());
    }
    var answer =
        answer(
            new RecordRequest.List(
                collection,
                admin,
                object(query.filter().json()),
                query.sort(),
                query.limit(),
                query.cursor(),
                false));
    var records =
        answer.path("records").values().stream().<Record>map(node -> record(node)).toList();
    return new Page(records, answer.path("next_cursor").stringValue(null));
  }

  @Override
  public Stream<Record> stream(Query query) {
    return Stream.iterate(
            Optional.of(list(query)),
            Optional::isPresent,
            page -> page.map(Page::next).map(next -> list(query.after(next))))
        .flatMap(page -> page.stream().flatMap(it -> it.records().stream()));
  }

  @Override
  public long count(Filter filter) {
    var request =
        new RecordRequest.List(
            collection, admin, object(filter.json()), Query.ALL.sort(), 0, null, true);
    return answer(request).path("total").longValue();
  }

  @Override
  public Record update(String id, Map<String, ?> changes) {
    return record(new RecordRequest.Update(collection, admin, checked(id), object(changes), owner));
  }

  @Override
  public Record replace(String id, Object data) {
    return record(new RecordRequest.Replace(collection, admin, checked(id), object(data), owner));
  }

  @Override
  public void delete(String id) {
    context.host().records(new RecordRequest.Delete(collection, admin, checked(id)));
  }

  @Override
  public Records asAdmin() {
    return new CollectionRecords(context, collection, true, owner);
  }

  @Override
  public Records ownedBy(@Nullable String userId) {
    var next = new RecordRequest.Owner(userId == null ? null : checked(userId));
    return new CollectionRecords(context, collection, admin, next);
  }

  private Record record(RecordRequest request) {
    return record(answer(request));
  }

  private Record record(JsonNode wire) {
    return new JsonRecord((ObjectNode) wire, context.file().types);
  }

  private JsonNode answer(RecordRequest request) {
    @Nullable JsonNode answer = context.host().records(request);
    if (answer == null) {
      throw new IllegalStateException("the server answered with nothing");
    }
    return answer;
  }

  private ObjectNode object(Object data) {
    var tree =
        data instanceof JsonRecord record ? record.fields() : context.file().results.tree(data);
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException(
        "The data of a record is a map or a record of yours, not "
            + PlainValues.describe(tree)
            + ".");
  }

  private static String checked(String id) {
    if (!Uuids.isUuid(id)) {
      throw new FunctionException(
          "invalid_input",
          "id: must be a UUID, 36 characters with dashes, not '" + Texts.abbreviate(id) + "'");
    }
    return id;
  }
}
