package dev.tinybase.api.routes;

import dev.tinybase.api.ETags;
import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.Scope;
import dev.tinybase.auth.UserService;
import dev.tinybase.http.Response;
import dev.tinybase.records.Mutation;
import dev.tinybase.records.RecordForm;
import dev.tinybase.records.RecordJson;
import dev.tinybase.records.RecordService;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /api/collections/{collection_name}/records}. */
public final class RecordRoutes implements Routes {
  static final String ALL = "/api/collections/{collection_name}/records";
  private static final String ONE = ALL + "/{record_id}";
  static final String ID = "id";
  static final String DATA = "data";
  static final String OWNER_ID = "owner_id";
  private static final String IF_MATCH = "The ETag that the record must still have; else 412";

  private final RecordService records;
  private final UserService users;

  public RecordRoutes(RecordService records, UserService users) {
    this.records = records;
    this.users = users;
  }

  @Override
  public List<Route> routes() {
    return List.of(create(), get(), patch(), replace(), delete());
  }

  private Route create() {
    return Route.post(ALL, "collections_create_record")
        .scope(Scope.RECORDS_WRITE)
        .summary("Make a record; 204 without it where the caller may not read it")
        .json("RecordInput")
        .idempotentInTransaction()
        .returns(201, "Record")
        .problems(400, 403, 404, 409)
        .handle(this::create);
  }

  private Route get() {
    return Route.get(ONE, "collections_get_record")
        .scope(Scope.RECORDS_READ)
        .summary("One record")
        .header("If-None-Match", "The ETag of the version at hand; 304 when it is current")
        .returns(200, "Record")
        .problems(403, 404)
        .handle(this::get);
  }

  private Route patch() {
    return Route.patch(ONE, "collections_update_record")
        .scope(Scope.RECORDS_WRITE)
        .summary("Change some fields of a record; 204 where the caller may not read it")
        .json("RecordPatch")
        .header("If-Match", IF_MATCH)
        .returns(200, "Record")
        .problems(400, 403, 404, 412)
        .handle(this::patch);
  }

  private Route replace() {
    return Route.put(ONE, "collections_replace_record")
        .scope(Scope.RECORDS_WRITE)
        .summary(
            "Set every field of a record, those not sent to their defaults; 204 as for changes")
        .json("RecordReplacement")
        .header("If-Match", IF_MATCH)
        .returns(200, "Record")
        .problems(400, 403, 404, 412)
        .handle(this::replace);
  }

  private Route delete() {
    return Route.delete(ONE, "collections_delete_record")
        .scope(Scope.RECORDS_WRITE)
        .summary("Delete a record")
        .header("If-Match", IF_MATCH)
        .returns(204, "")
        .problems(403, 404, 412)
        .handle(this::delete);
  }

  private Response create(Request request) {
    var fields = fields(request, DATA, OWNER_ID, ID);
    var id = fields.optionalUuid(ID).orElse(null);
    var create =
        new Mutation.Create(
            collection(request), fields.object(DATA), id, owner(request, fields), null, null);
    fields.check();
    return request.hasIdempotencyKey()
        ? records.applyWithin(
            request.principal(),
            create,
            (sql, change) -> request.once(sql, () -> answer(201, change.get())),
            shown -> request.amended(answer(201, shown)))
        : apply(201, request, create);
  }

  private Response get(Request request) {
    var id = request.uuid("record_id");
    var found =
        records.get(
            request.principal(),
            collection(request),
            id,
            RecordForm.DOCUMENT,
            bytes -> request.expectReply(2 * bytes));
    return ETags.unchanged(request, found.etag())
        ? Response.notModified().header("ETag", found.etag())
        : answer(200, found);
  }

  private Response patch(Request request) {
    return apply(200, request, update(request));
  }

  private Response replace(Request request) {
    var u = update(request);
    return apply(
        200,
        request,
        new Mutation.Replace(u.collection(), u.id(), u.data(), u.owner(), u.version()));
  }

  private Response delete(Request request) {
    var id = request.uuid("record_id");
    records.apply(
        request.principal(), new Mutation.Delete(collection(request), id, version(request)));
    return Response.noContent();
  }

  private Mutation.Update update(Request request) {
    var id = request.uuid("record_id");
    var fields = fields(request, DATA, OWNER_ID);
    var update =
        new Mutation.Update(
            collection(request), id, fields.object(DATA), owner(request, fields), version(request));
    fields.check();
    return update;
  }

  private Mutation.Owner owner(Request request, Fields fields) {
    return owner(request, fields, id -> users.find(id).isPresent());
  }

  /**
   * Who a record shall belong to. Only admins may name somebody, and are told of nobody; who else
   * does it is refused by the service.
   */
  static Mutation.Owner owner(Request request, Fields fields, Predicate<UUID> isUser) {
    if (!fields.sent(OWNER_ID)) {
      return Mutation.Owner.UNSAID;
    }
    var owner = fields.optionalUuid(OWNER_ID).orElse(null);
    if (owner != null
        && request.principal().isAdminFor(Scope.RECORDS_WRITE)
        && !isUser.test(owner)) {
      fields.refuse(OWNER_ID, "user_not_found", "is no user's id");
    }
    return Mutation.Owner.of(owner);
  }

  /** {@code {"data": {…}}}, where admins may add {@code owner_id} and, to create, {@code id}. */
  private static Fields fields(Request request, String... known) {
    var fields = Fields.of(request.object());
    for (var name : request.object().propertyNames()) {
      if (!List.of(known).contains(name)) {
        fields.refuse(
            name,
            "extra_forbidden",
            "does not belong here: the fields of a record go into 'data', as in {\"data\": {…}}");
      }
    }
    return fields;
  }

  private Response apply(int status, Request request, Mutation mutation) {
    return answer(status, records.apply(request.principal(), mutation));
  }

  private static Response answer(int status, Optional<RecordJson.Document> document) {
    return document.map(shown -> answer(status, shown)).orElseGet(Response::noContent);
  }

  private static @Nullable Long version(Request request) {
    return ETags.demandedVersion(request).orElse(null);
  }

  private static Response answer(int status, RecordJson.Document document) {
    return Response.json(status, document.json()).header("ETag", document.etag());
  }

  private static String collection(Request request) {
    return request.variable("collection_name");
  }
}
