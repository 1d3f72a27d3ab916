package dev.tinybase.cli;

import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "tokens",
    description = {
      "Makes, lists and revokes application tokens: for programs, so that nobody gives them the",
      "token of a person."
    },
    footer = {
      "  tinybase tokens create deploy --env production --expires 90d",
      "  tinybase tokens create nightly-export --scope records:read",
      "  tinybase tokens list",
      "  tinybase tokens revoke deploy"
    })
record TokensCommand(Shell shell) {
  private static final String ALL = "/api/admin/application-tokens";

  @Command(
      name = "create",
      description = {
        "Makes a token and prints its value, which is never shown again.",
        "Nothing else goes to standard output."
      },
      footer = {
        "  tinybase tokens create deploy --expires 90d            it may do everything",
        "  tinybase tokens create sensors --scope records:write   it writes records",
        "  export TINYBASE_API_TOKEN=$(tinybase tokens create ci --env production)"
      })
  void create(
      @Parameters(paramLabel = "NAME", description = "Which no other token has.") String name,
      @Option(
              names = "--scope",
              paramLabel = "SCOPE",
              description =
                  "records:read, records:write, functions:call or admin (the default); may be"
                      + " repeated.")
          @Nullable List<String> scopes,
      @Option(
              names = "--expires",
              paramLabel = "TIME",
              description = "When it ends, such as 12h or 90d from now; without it never.")
          @Nullable TimeSpan expires,
      @Option(
              names = {"--description", "-d"},
              paramLabel = "TEXT",
              description = "What it is for.")
          @Nullable String description,
      @Option(names = "--json", description = "The token with its value as JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    var body = Json.object().put("name", name).put("description", description);
    if (scopes != null) {
      scopes.forEach(body.putArray("scopes")::add);
    }
    if (expires != null) {
      var end = shell.clock().instant().plus(expires.duration());
      body.put("expires_at", Instants.text(Instants.micros(end)));
    }
    try (var api = environment.open(shell)) {
      print(api.send("POST", ALL, body), json);
    }
  }

  /** The value alone goes where a script takes it from. */
  private void print(JsonNode made, boolean json) {
    if (json) {
      shell.out().println(Json.pretty(made));
      return;
    }
    var token = made.path("token");
    var end = token.path("expires_at");
    shell
        .err()
        .println(
            "Made the token '%s' (%s), which ends %s. Keep its value: nobody can show it again."
                .formatted(
                    token.path("name").asString(),
                    words(token),
                    end.isNull() ? "never" : end.asString()));
    shell.out().println(made.path("token_value").asString());
  }

  private static String words(JsonNode token) {
    return String.join(", ", token.path("scopes").valueStream().map(JsonNode::asString).toList());
  }

  @Command(
      name = "list",
      description = "Lists tokens, the newest first; their values are never shown.",
      footer = {"  tinybase tokens list --env production", "  tinybase tokens list --json"})
  void list(
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var document = api.send("GET", ALL, null);
      var rows =
          new Moments(shell.clock())
              .in(document.path("tokens"), "created_at", "last_used_at", "expires_at");
      for (int i = 0; i < rows.size(); i++) {
        var row = (ObjectNode) rows.get(i);
        row.put("scopes", words(row));
      }
      new Table(
              rows,
              "NAME=name",
              "SCOPES=scopes",
              "VALID=is_valid",
              "LAST USED=last_used_at",
              "EXPIRES=expires_at",
              "CREATED=created_at",
              "ID=id")
          .print(shell, json, document);
    }
  }

  @Command(
      name = "revoke",
      description = "Ends a token for good; every server refuses it within seconds.",
      footer = {"  tinybase tokens revoke deploy --yes"})
  void revoke(
      @Parameters(paramLabel = "TOKEN", description = "A name or an id.") String token,
      @Mixin Confirmation confirmation,
      @Mixin EnvironmentOption environment) {
    try (var api = environment.open(shell)) {
      var found = find(api, token);
      var question =
          "Revoke the token '%s' of %s?".formatted(found.path("name").asString(), api.place());
      if (confirmation.given(shell, question)) {
        revoke(api, found);
      } else {
        shell.err().println("Nothing was revoked.");
      }
    }
  }

  private void revoke(ApiClient api, JsonNode token) {
    api.send("DELETE", ALL + "/" + token.path("id").asString(), null);
    shell.out().println("Revoked '" + token.path("name").asString() + "'.");
  }

  /** Revokes without a question. */
  void revoke(String token) {
    try (var api = new EnvironmentOption().open(shell)) {
      revoke(api, find(api, token));
    }
  }

  /** Shows a token whole, but for its value. */
  void show(String token) {
    try (var api = new EnvironmentOption().open(shell)) {
      new Details(shell, find(api, token))
          .print(
              false,
              "Name=name",
              "Description=description",
              "Scopes=scopes",
              "Valid=is_valid",
              "Active=is_active",
              "Last used=last_used_at",
              "Expires=expires_at",
              "Created=created_at",
              "ID=id");
    }
  }

  private static JsonNode find(ApiClient api, String token) {
    return api.send("GET", ALL, null)
        .path("tokens")
        .valueStream()
        .filter(it ->
            it.path("name").asString().equals(token) || it.path("id").asString().equals(token))
        .findFirst()
        .orElseThrow(() ->
            Problem.notFound(
                "token_not_found",
                "There is no application token '" + token + "'; 'tinybase tokens list' shows all"));
  }
}
