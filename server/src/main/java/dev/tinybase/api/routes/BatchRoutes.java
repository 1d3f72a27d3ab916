package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.Scope;
import dev.tinybase.auth.UserService;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.JsonBytes;
import dev.tinybase.records.AppliedMutation;
import dev.tinybase.records.Mutation;
import dev.tinybase.records.RecordService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.node.IntNode;

/** {@code POST /api/batch}: many changes of records, all of them or none. */
public final class BatchRoutes implements Routes {
  private static final String OPERATIONS = "operations";
  private static final int MOST_OPERATIONS = 1000;

  /** Beside its record, at most. */
  private static final int BYTES_OF_A_RESULT = 128;

  /** As a page of a list. */
  private static final int MOST_BYTES = 4 << 20;

  private final RecordService records;
  private final UserService users;

  public BatchRoutes(RecordService records, UserService users) {
    this.records = records;
    this.users = users;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/api/batch", "collections_apply_batch")
            .scope(Scope.RECORDS_WRITE)
            .summary("Change up to 1,000 records in one transaction, all of them or none")
            .json("Batch")
            .header("Prefer", "return=minimal answers without the records")
            .idempotentInTransaction()
            .returns(200, "BatchResult")
            .problems(400, 403, 404, 409, 412)
            .handle(this::apply));
  }

  private Response apply(Request request) {
    var mutations = mutations(request);
    if (mutations.isEmpty() || !request.hasIdempotencyKey()) {
      return answer(request, mutations, records.apply(request.principal(), mutations));
    }
    return records.applyWithin(
        request.principal(),
        mutations,
        (sql, change) -> request.once(sql, () -> answer(request, mutations, change.get())),
        shown -> request.amended(answer(request, mutations, shown)));
  }

  private List<Mutation> mutations(Request request) {
    var fields = Fields.of(request.object()).only(OPERATIONS);
    var operations = fields.array(OPERATIONS);
    if (operations.size() > MOST_OPERATIONS) {
      fields.refuse(
          OPERATIONS,
          "too_long",
          "has " + operations.size() + " operations; a batch has at most " + MOST_OPERATIONS);
    }
    fields.check();
    var reader = new BatchOperationReader(request, knownUsers());
    var mutations = new ArrayList<Mutation>(operations.size());
    for (var operation : operations.values()) {
      try {
        mutations.add(reader.read(operation, mutations.size()));
      } catch (Problem e) {
        throw e.member("index", IntNode.valueOf(mutations.size()));
      }
    }
    return mutations;
  }

  /** Asks for each user once. */
  private Predicate<UUID> knownUsers() {
    var known = new HashMap<UUID, Boolean>();
    return id -> known.computeIfAbsent(id, asked -> users.find(asked).isPresent());
  }

  private static Response answer(
      Request request, List<Mutation> mutations, List<AppliedMutation> applied) {
    long most = request.hasIdempotencyKey() ? Request.MOST_KEPT_BYTES : MOST_BYTES;
    long bytes = bytes(applied);
    boolean whole =
        !request.prefers(Response.MINIMAL)
            && bytes <= most
            && (request.hasIdempotencyKey() || request.hasRoom(bytes));
    var json = new JsonBytes(BYTES_OF_A_RESULT * applied.size()).raw("{\"results\":[");
    for (int i = 0; i < applied.size(); i++) {
      write(i == 0 ? json : json.raw(','), mutations.get(i), applied.get(i), whole);
    }
    var response = Response.json(200, json.raw("]}"));
    return whole ? response : response.header(Response.APPLIED, Response.MINIMAL);
  }

  private static long bytes(List<AppliedMutation> applied) {
    return applied.stream()
        .flatMap(each -> each.record().stream())
        .mapToLong(record -> BYTES_OF_A_RESULT + record.json().size())
        .sum();
  }

  private static void write(
      JsonBytes json, Mutation mutation, AppliedMutation applied, boolean whole) {
    json.raw("{\"status\":").number(status(mutation, applied)).raw(",\"etag\":");
    var record = applied.record();
    if (record.isPresent()) {
      json.text(record.get().etag());
    } else {
      json.nothing();
    }
    json.raw(",\"record\":");
    if (whole && record.isPresent()) {
      json.raw(record.get().json().toBytes());
    } else {
      json.nothing();
    }
    json.raw('}');
  }

  /** That of the single request. */
  private static int status(Mutation mutation, AppliedMutation applied) {
    if (applied.record().isEmpty()) {
      return 204;
    }
    return applied.created() || mutation instanceof Mutation.Create ? 201 : 200;
  }
}
