package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.ApplicationToken;
import dev.tinybase.auth.ApplicationTokens;
import dev.tinybase.auth.Scope;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/application-tokens}: the tokens of programs, whose values are shown once. */
public final class ApplicationTokenRoutes implements Routes {
  private static final String ALL = "/api/admin/application-tokens";
  private static final String ONE = ALL + "/{token_id}";
  private static final int MAX_DESCRIPTION = 500;
  private static final int MAX_DAYS = 36_500;
  private static final int SMALL = 16 << 10;

  private final ApplicationTokens tokens;

  public ApplicationTokenRoutes(ApplicationTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(ALL, "admin_list_application_tokens")
            .summary("List the application tokens, the newest first, without their values")
            .admin()
            .returns(200, "ApplicationTokenList")
            .handle(_ -> list()),
        Route.post(ALL, "admin_create_application_token")
            .summary("Make an application token; its value is in this answer and nowhere else")
            .admin()
            .json("ApplicationTokenCreate")
            .mostBytes(SMALL)
            .returns(201, "ApplicationTokenCreated")
            .problems(409)
            .handle(this::create),
        Route.patch(ONE, "admin_update_application_token")
            .summary("Rename, describe, deactivate or activate an application token")
            .admin()
            .json("ApplicationTokenUpdate")
            .mostBytes(SMALL)
            .returns(200, "ApplicationToken")
            .problems(404, 409)
            .handle(this::update),
        Route.delete(ONE, "admin_revoke_application_token")
            .summary("Revoke an application token for good, on every node within seconds")
            .admin()
            .returns(204, "")
            .problems(404)
            .handle(this::revoke));
  }

  private Response list() {
    var body = Json.object();
    var all = body.putArray("tokens");
    tokens.list().forEach(token -> all.add(json(token)));
    return Response.json(body);
  }

  private Response create(Request request) {
    var fields =
        Fields.of(request.object())
            .only("name", "description", "scopes", "expires_at", "expires_days");
    var wanted =
        new ApplicationToken.Wanted(
            name(fields, fields.text("name", 1, ApplicationTokens.MAX_NAME)),
            fields.optionalText("description", 0, MAX_DESCRIPTION).orElse(null),
            scopes(fields),
            expiry(fields));
    fields.check();
    var made = tokens.create(wanted, request.principal());
    var body = Json.object();
    body.set("token", json(made.token()));
    return Response.json(201, body.put("token_value", made.value()));
  }

  /** A name goes into logs, so it is one visible line. */
  private static String name(Fields fields, String name) {
    boolean visible =
        name.equals(name.strip())
            && name.codePoints().noneMatch(c -> Character.isISOControl(c) || isInvisible(c));
    if (!visible) {
      fields.refuse("name", "value_error", "must be visible characters in one line");
    }
    return name;
  }

  private static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static Set<Scope> scopes(Fields fields) {
    var words = fields.optionalTexts("scopes");
    if (words.isEmpty()) {
      return Set.of(Scope.ADMIN);
    }
    var scopes = EnumSet.noneOf(Scope.class);
    for (var word : words.get()) {
      Scope.of(word.strip())
          .ifPresentOrElse(
              scopes::add,
              () ->
                  fields.refuse(
                      "scopes",
                      "enum",
                      "must be of "
                          + String.join(", ", Scope.words())
                          + DidYouMean.hint(word, Scope.words())));
    }
    if (words.get().isEmpty()) {
      fields.refuse("scopes", "too_short", "must name a scope; leave it out for 'admin'");
    }
    return scopes;
  }

  private @Nullable Instant expiry(Fields fields) {
    var at = fields.optionalInstant("expires_at");
    var days = fields.optionalInteger("expires_days", 1, MAX_DAYS);
    if (at.isPresent() && days.isPresent()) {
      fields.refuse("expires_days", "conflict", "goes without expires_at");
    }
    if (at.isPresent() && !at.get().isAfter(tokens.now())) {
      fields.refuse("expires_at", "value_error", "must be in the future");
    }
    return at.map(Instants::micros)
        .or(() -> days.map(count -> tokens.now().plus(Duration.ofDays(count))))
        .orElse(null);
  }

  private Response update(Request request) {
    var id = request.uuid("token_id");
    var fields = Fields.of(request.object()).only("name", "description", "is_active");
    var name = fields.optionalText("name", 1, ApplicationTokens.MAX_NAME);
    name.ifPresent(text -> name(fields, text));
    var description =
        fields.isNull("description")
            ? ""
            : fields.optionalText("description", 0, MAX_DESCRIPTION).orElse(null);
    var active = fields.optionalBool("is_active");
    for (var member : List.of("name", "is_active")) {
      if (fields.isNull(member)) {
        fields.refuse(member, "null_not_allowed", "must not be null; leave it out to keep it");
      }
    }
    fields.check();
    var change = new ApplicationToken.Change(name.orElse(null), description, active.orElse(null));
    return Response.json(json(tokens.update(id, change)));
  }

  private Response revoke(Request request) {
    tokens.revoke(request.uuid("token_id"));
    return Response.noContent();
  }

  private ObjectNode json(ApplicationToken token) {
    var node =
        Json.object()
            .put("id", token.id().toString())
            .put("name", token.name())
            .put("description", token.description());
    var scopes = node.putArray("scopes");
    token.scopes().stream().sorted().forEach(scope -> scopes.add(scope.word()));
    return node.put("created_at", Instants.text(token.createdAt()))
        .put("created_by_user_id", text(token.createdBy()))
        .put("last_used_at", text(token.lastUsedAt()))
        .put("expires_at", text(token.expiresAt()))
        .put("is_active", token.isActive())
        .put("is_valid", token.isValid(tokens.now()));
  }

  private static @Nullable String text(@Nullable UUID id) {
    return id == null ? null : id.toString();
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : Instants.text(moment);
  }
}
