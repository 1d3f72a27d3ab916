package dev.tinybase.api.routes;

import dev.tinybase.collections.CollectionChange;
import dev.tinybase.extensions.ExtensionInfo;
import dev.tinybase.extensions.ExtensionPage;
import dev.tinybase.extensions.ExtensionPreview;
import dev.tinybase.extensions.ExtensionSetting;
import dev.tinybase.extensions.ExtensionStatus;
import dev.tinybase.extensions.InstalledExtension;
import dev.tinybase.extensions.Manifest;
import dev.tinybase.functions.versions.CompileProblems;
import dev.tinybase.json.Json;
import dev.tinybase.text.Instants;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Extensions as JSON, for admins. */
final class ExtensionJson {
  private ExtensionJson() {}

  /** An installed extension. */
  static ObjectNode item(ExtensionInfo info) {
    var extension = info.extension();
    var item = start(extension.manifest(), extension);
    putSource(item, extension.repoUrl(), extension.ref(), extension.commit(), extension.hash());
    item.put("is_enabled", extension.isEnabled());
    putStatus(item, info.status());
    putContent(item, extension.manifest(), extension.provides().json(), extension.settings());
    return item.put("installed_at", Instants.text(extension.installedAt()))
        .put("updated_at", Instants.text(extension.updatedAt()))
        .put("update_available", info.updateAvailable());
  }

  /** A page of them. */
  static ObjectNode page(ExtensionPage page, int limit, long offset) {
    var body = Json.object();
    var list = body.putArray("extensions");
    page.extensions().forEach(extension -> list.add(item(extension)));
    return body.put("total", page.total()).put("limit", limit).put("offset", offset);
  }

  /** What an installation would bring: the members of an item, and what would be done. */
  static ObjectNode preview(ExtensionPreview preview) {
    var item = start(preview.manifest(), null);
    putSource(item, preview.repoUrl(), preview.ref(), preview.commit(), preview.hash());
    item.put("is_enabled", false);
    putStatus(item, null);
    putContent(item, preview.manifest(), preview.provides().json(), Json.object());
    item.putNull("installed_at").putNull("updated_at").putNull("update_available");
    item.put("installed_version", preview.installedVersion());
    var collections = item.putArray("collections");
    preview.collections().forEach(change -> collections.add(json(change)));
    var warnings = item.putArray("warnings");
    preview.warnings().forEach(warnings::add);
    return item;
  }

  private static ObjectNode start(Manifest manifest, @Nullable InstalledExtension installed) {
    return Json.object()
        .put("id", installed == null ? null : installed.id().toString())
        .put("name", manifest.name())
        .put("version", manifest.version())
        .put("description", manifest.description())
        .put("author", manifest.author())
        .put("license", manifest.license());
  }

  private static void putSource(
      ObjectNode item, String url, @Nullable String ref, @Nullable String commit, String hash) {
    item.put("repo_url", url).put("ref", ref).put("commit", commit).put("hash", hash);
  }

  private static void putStatus(ObjectNode item, @Nullable ExtensionStatus status) {
    item.put("status", status == null ? null : status.state().word());
    item.put("error", status == null ? null : status.error());
    item.set(
        "diagnostics",
        status == null
            ? Json.mapper().createArrayNode()
            : CompileProblems.json(status.diagnostics()));
  }

  private static void putContent(
      ObjectNode item, Manifest manifest, JsonNode provides, ObjectNode values) {
    item.set("provides", provides);
    item.put("page", manifest.staticFolder() == null ? null : "/x/" + manifest.name() + "/");
    var settings = item.putArray("settings");
    manifest.settings().forEach(setting -> settings.add(json(setting, values.has(setting.name()))));
    var dependencies = item.putArray("dependencies");
    manifest.dependencies().forEach(dependencies::add);
  }

  private static ObjectNode json(ExtensionSetting setting, boolean isSet) {
    var node =
        Json.object()
            .put("name", setting.name())
            .put("type", setting.type().word())
            .put("secret", setting.secret())
            .put("description", setting.description());
    node.set("default", setting.fallback());
    return node.put("is_set", isSet);
  }

  private static ObjectNode json(CollectionChange change) {
    var node = Json.object().put("name", change.collection().name());
    node.put("action", change.created() ? "create" : change.steps().isEmpty() ? "keep" : "change");
    var steps = node.putArray("changes");
    change.steps().forEach(step -> steps.add(step.json()));
    return node;
  }
}
