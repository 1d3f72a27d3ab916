package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.api.Request;
import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.auth.AuthServices;
import dev.tinybase.auth.Principal;
import dev.tinybase.auth.UserChange;
import dev.tinybase.auth.UserService;
import dev.tinybase.errors.Problem;
import dev.tinybase.http.Query;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.List;

/** {@code /api/admin/users}: the accounts, for admins. */
public final class UserRoutes implements Routes {
  private static final String ALL = "/api/admin/users";
  private static final String ONE = "/api/admin/users/{user_id}";

  private final UserService users;

  public UserRoutes(AuthServices auth) {
    this.users = auth.users();
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(ALL, "admin_list_users")
            .summary("List the users in the order of their making")
            .admin()
            .query("limit", "integer", "How many at most, 0 to 1000, 100 by default")
            .query("offset", "integer", "How many to leave out at the beginning")
            .query("email", "string", "Only the user of this e-mail, in any spelling of it")
            .query("search", "string", "Only users whose e-mail has this in it, by e-mail")
            .returns(200, "UserList")
            .handle(this::list),
        Route.post(ALL, "admin_create_user")
            .summary("Make a user or an admin")
            .admin()
            .json("UserCreate")
            .mostBytes(16 << 10)
            .returns(201, "User")
            .problems(400)
            .handle(this::create),
        Route.get(ONE, "admin_get_user")
            .summary("Read a user")
            .admin()
            .returns(200, "User")
            .problems(404)
            .handle(this::get),
        Route.patch(ONE, "admin_update_user")
            .summary("Change a user's e-mail, password or role")
            .admin()
            .json("UserUpdate")
            .mostBytes(16 << 10)
            .returns(200, "User")
            .problems(400, 404)
            .handle(this::update),
        Route.delete(ONE, "admin_delete_user")
            .summary("Delete a user; their records stay and belong to nobody")
            .admin()
            .returns(204, "")
            .problems(400, 404)
            .handle(this::delete));
  }

  private Response list(Request request) {
    long limit = request.query().integer("limit", 0, 1000, 100);
    long offset = request.query().integer("offset", 0, Long.MAX_VALUE, 0);
    var page = page(request.query(), limit, offset);
    var body = Json.object();
    var items = body.putArray("users");
    page.users().forEach(user -> items.add(UserJson.user(user)));
    return Response.json(body.put("total", page.total()).put("limit", limit).put("offset", offset));
  }

  private UserService.Page page(Query query, long limit, long offset) {
    var email = query.text("email");
    var search = query.text("search").map(String::strip).filter(text -> !text.isEmpty());
    if (email.isPresent() && search.isPresent()) {
      throw Problem.badRequest(
          "conflicting_parameters", "Ask for 'email' or for 'search', not for both");
    }
    return email
        .map(this::only)
        .or(() -> search.map(text -> users.search(text, limit, offset)))
        .orElseGet(() -> users.list(limit, offset));
  }

  private UserService.Page only(String email) {
    var found = users.find(email).stream().toList();
    return new UserService.Page(found, found.size());
  }

  private Response create(Request request) {
    var fields = Fields.of(request.object()).only("email", "password", "is_admin");
    var email = UserJson.email(fields);
    var password = UserJson.newPassword(fields, "password");
    boolean admin = fields.optionalBool("is_admin").orElse(false);
    fields.check();
    return Response.json(201, UserJson.user(users.create(email, password, admin)));
  }

  private Response get(Request request) {
    return Response.json(
        UserJson.user(users.find(request.uuid("user_id")).orElseThrow(UserService::unknown)));
  }

  private Response update(Request request) {
    var id = request.uuid("user_id");
    var fields = Fields.of(request.object()).only("email", "password", "is_admin");
    var change =
        new UserChange(
            UserJson.optionalEmail(fields).orElse(null),
            UserJson.optionalNewPassword(fields, "password").orElse(null),
            fields.optionalBool("is_admin").orElse(null));
    fields.check();
    var keep =
        request.principal() instanceof Principal.User self && self.id().equals(id)
            ? self.sessionId()
            : null;
    return Response.json(UserJson.user(users.update(id, change, keep)));
  }

  private Response delete(Request request) {
    var id = request.uuid("user_id");
    if (id.equals(request.principal().userId())) {
      throw Problem.badRequest(
          "cannot_delete_yourself", "You cannot delete your own account; ask another admin");
    }
    users.delete(id);
    return Response.noContent();
  }
}
