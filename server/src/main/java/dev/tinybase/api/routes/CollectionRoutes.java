package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.LiveCollection;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.Principal;
import dev.tinybase.auth.Scope;
import dev.tinybase.collections.Collection;
import dev.tinybase.collections.CollectionJson;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.collections.CollectionUpdate;
import dev.tinybase.collections.NewCollection;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.schema.RecordJsonSchema;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/collections}: the collections themselves. */
public final class CollectionRoutes implements Routes {
  private static final String ALL = "/api/collections";
  private static final String ONE = ALL + "/{collection_name}";

  private final CollectionService collections;
  private final boolean publicSchema;

  public CollectionRoutes(CollectionService collections, Settings.Server settings) {
    this.collections = collections;
    this.publicSchema = settings.publicSchema();
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(ALL, "collections_list_collections")
            .scope(Scope.RECORDS_READ)
            .summary("The collections that the caller may list, by name")
            .returns(200, "CollectionList")
            .handle(this::list),
        Route.post(ALL, "collections_create_collection")
            .summary("Make a collection")
            .admin()
            .json("CollectionCreate")
            .mostBytes(1 << 20)
            .returns(201, "CollectionSaved")
            .problems(400)
            .handle(this::create),
        Route.get(ONE, "collections_get_collection")
            .scope(Scope.RECORDS_READ)
            .summary("One collection")
            .returns(200, "Collection")
            .problems(401, 403, 404)
            .handle(this::get),
        update(),
        Route.delete(ONE, "collections_delete_collection")
            .summary("Delete a collection; one that holds records only with drop_records=true")
            .admin()
            .query("drop_records", "boolean", "Whether its records may go with it (false)")
            .returns(204, "")
            .problems(404, 409)
            .handle(this::delete),
        Route.get(ONE + "/schema.json", "collections_get_collection_schema")
            .scope(Scope.RECORDS_READ)
            .summary("The JSON Schema (2020-12) of the data of its records")
            .query("form", "string", "read (as answered, the default) or write (as sent)")
            .returns(200, "JsonSchema")
            .problems(401, 403, 404)
            .handle(this::schema));
  }

  private Route update() {
    return Route.patch(ONE, "collections_update_collection")
        .summary("Change label, schema or options, and the records' table with them")
        .admin()
        .json("CollectionUpdate")
        .mostBytes(1 << 20)
        .query("dry_run", "boolean", "Change nothing, but tell what would be changed")
        .returns(200, "CollectionChange")
        .problems(400, 404, 409)
        .handle(this::change);
  }

  private Response list(Request request) {
    var principal = request.principal();
    var list = Json.mapper().createArrayNode();
    collections.list().stream()
        .filter(collection -> isShown(collection, principal))
        .forEach(collection ->
            list.add(CollectionJson.of(collection, principal.isAdminFor(Scope.RECORDS_READ))));
    return Response.json(list);
  }

  private Response create(Request request) {
    var body = request.object();
    var fields = Fields.of(body).only("name", "label", "schema", "options");
    var name = fields.text("name", 1, 100);
    var label = fields.text("label", 1, 200);
    var schema = fields.object("schema");
    var options = fields.optionalObject("options");
    fields.check();
    JsonNode given = options.isPresent() ? options.get() : JsonNodeFactory.instance.nullNode();
    var made = collections.create(new NewCollection(name, label, schema, given));
    return Response.json(201, CollectionJson.saved(made));
  }

  private Response get(Request request) {
    return Response.json(
        CollectionJson.of(shown(request), request.principal().isAdminFor(Scope.RECORDS_READ)));
  }

  private boolean isShown(Collection collection, Principal principal) {
    return publicSchema || LiveCollection.isListed(collection, principal);
  }

  /** The collection; 401 or 403 for those who may not know of its schema. */
  private Collection shown(Request request) {
    var collection = collections.get(request.variable("collection_name"));
    if (isShown(collection, request.principal())) {
      return collection;
    }
    throw request.principal().userId() == null
        ? Problem.notAuthenticated()
        : Problem.forbidden(
            "access_denied",
            "The schema of collection '"
                + collection.name()
                + "' is shown to those who may list its records.");
  }

  private Response change(Request request) {
    var update = update(request.object(), request.query().flag("dry_run", false));
    return Response.json(
        CollectionJson.of(collections.update(request.variable("collection_name"), update)));
  }

  private static CollectionUpdate update(ObjectNode body, boolean dryRun) {
    var fields = Fields.of(body).only("label", "schema", "options", "schema_version", "drop");
    var label = fields.optionalText("label", 1, 200);
    var schema = fields.optionalObject("schema");
    fields.optionalObject("options");
    var version = fields.optionalInteger("schema_version", 1, Integer.MAX_VALUE);
    var drop = drop(fields);
    for (var name : List.of("label", "schema")) {
      if (fields.isNull(name)) {
        fields.refuse(name, "null_not_allowed", "must not be null; leave it out to keep it");
      }
    }
    fields.check();
    @Nullable JsonNode options = body.get("options");
    return new CollectionUpdate(
        label.orElse(null),
        schema.orElse(null),
        options,
        drop,
        version.isEmpty() ? null : version.get().intValue(),
        dryRun);
  }

  private static Set<String> drop(Fields fields) {
    var list = fields.optionalArray("drop");
    if (list.isEmpty()) {
      return Set.of();
    }
    var names = list.get().values();
    if (!names.stream().allMatch(JsonNode::isString)) {
      fields.refuse("drop", "list_type", "must be a list of names of fields");
      return Set.of();
    }
    return names.stream().map(JsonNode::stringValue).collect(Collectors.toSet());
  }

  private Response delete(Request request) {
    boolean dropRecords = request.query().flag("drop_records", false);
    collections.delete(request.variable("collection_name"), dropRecords);
    return Response.noContent();
  }

  private Response schema(Request request) {
    var form =
        request.query().choice("form", "read", "read", "write").equals("read")
            ? RecordJsonSchema.Form.READ
            : RecordJsonSchema.Form.WRITE;
    var collection = shown(request);
    var schema =
        RecordJsonSchema.of(
            collection.visibility(request.principal().isAdminFor(Scope.RECORDS_READ)), form);
    var whole =
        Json.object().put("$schema", RecordJsonSchema.DIALECT).put("title", collection.label());
    whole.setAll(schema);
    return Response.json(whole);
  }
}
