package dev.tinybase.api.routes;

import dev.tinybase.api.Route;
import dev.tinybase.api.Routes;
import dev.tinybase.config.Configuration;
import dev.tinybase.config.Configuration.EffectiveValue;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/admin/configuration}: the settings that this node runs on. */
public final class ConfigurationRoutes implements Routes {
  private final Configuration configuration;

  /** Of this configuration. */
  public ConfigurationRoutes(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/api/admin/configuration", "admin_get_configuration")
            .summary("Every setting of this node with its value and where that comes from")
            .admin()
            .returns(200, "Configuration")
            .handle(_ -> list()));
  }

  private Response list() {
    var file = configuration.file();
    var body = Json.object().put("file", file == null ? null : file.toString());
    var settings = body.putArray("settings");
    configuration.effective().forEach(setting -> settings.add(json(setting)));
    var notices = body.putArray("notices");
    configuration.notices().forEach(notices::add);
    return Response.json(body);
  }

  private static ObjectNode json(EffectiveValue setting) {
    var json =
        Json.object()
            .put("key", setting.key())
            .put("value", setting.isSecret() ? null : setting.value())
            .put("toml", setting.toml())
            .put("default", setting.fallback())
            .put("origin", setting.origin().kind().name().toLowerCase(Locale.ROOT))
            .put("source", setting.origin().toString())
            .put("variable", setting.variable())
            .put("kind", setting.kind())
            .put("expected", setting.expected());
    var choices = json.putArray("choices");
    setting.choices().forEach(choices::add);
    return json.put("is_secret", setting.isSecret())
        .put("is_set", setting.value() != null)
        .put("description", setting.description());
  }
}
