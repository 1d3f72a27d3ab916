package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Browser;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TempFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Code that others bring or that waits for something: extensions and hooks. */
class ExtensionsUiTest extends AdminUi {
  private static final String API = "/api/admin/extensions/visits";
  private static final String FAILURES = "/api/admin/hooks/failures";
  private static final Path GUESTBOOK =
      Path.of("../examples/extensions/guestbook").toAbsolutePath();

  private static final String MANIFEST =
      """
      [extension]
      name = "visits"
      version = "1.0.0"
      description = "Counts who comes by"
      collections = ["collections/visits.json"]

      [settings.api_key]
      type = "string"
      secret = true
      """;

  private static final String COLLECTION =
      """
      {"name": "visits", "label": "Visits", "schema": {"fields": [{"name": "who", "type": "string"}]}}
      """;

  private static final String SOURCE =
      """
      import dev.tinybase.sdk.*;

      @Register(name = "count_visits", auth = Auth.ADMIN)
      int count() {
        return 1;
      }
      """;

  /** Each event of it makes the next one, which the server ends for good: a loop of hooks. */
  private static final String ECHO =
      """
      import dev.tinybase.sdk.*;
      import dev.tinybase.sdk.hooks.*;
      import java.util.Map;

      @Register(name = "echo", auth = Auth.ADMIN)
      void echo() {}

      @OnRecordCreate(collection = "notes")
      void again(Context ctx, RecordCreated event) {
        ctx.records("notes").create(Map.of("text", "again"));
      }
      """;

  @Test
  void an_extension_is_looked_at_installed_set_and_uninstalled() {
    var page = adminAt("/extensions");
    button(page, "Install extension").first().click();
    lookElsewhereMeanwhile(page);
    field(page, "Address").fill(GUESTBOOK.toString());
    button(page, "See what it brings").click();
    assertThat(page.getByText("guestbook_entries").first()).isVisible();
    Browser.checkAccessibility(page);
    page.getByText("I trust it").click();
    button(page, "Install").click();
    assertThat(page.getByText("guestbook 1.0.0 is installed.")).isVisible();

    var held = new ArrayList<Route>();
    page.route("**/extensions/guestbook/settings", held::add);
    awaitRoutes(page);
    tab(page, "Settings").click();
    page.waitForCondition(() -> held.size() == 1);
    assertThat(field(page, "title")).hasCount(0); // nobody writes before it is known what is set
    page.unroute("**/extensions/guestbook/settings");
    held.getFirst().resume();
    field(page, "title").fill("Our visitors");
    field(page, "keep_days").fill("many");
    button(page, "Save").click();
    assertThat(page.getByText("must be of the type integer, or null")).isVisible();
    field(page, "keep_days").fill("7");
    button(page, "Save").click();
    assertThat(page.getByText("The settings are in effect.")).isVisible();
    Browser.checkAccessibility(page);
    var settings = server.get(server.adminToken(), "/api/admin/extensions/guestbook/settings");
    assertThat(settings.text()).contains("Our visitors").contains("\"keep_days\":7");
    button(page, "Turn off").click();
    assertThat(page.getByText("guestbook is off.")).isVisible();
    uninstall(page, "guestbook");
    refused("422", "/api/admin/extensions/guestbook/settings");
  }

  /** What is trusted is what was seen: an answer for another address counts for nothing. */
  private static void lookElsewhereMeanwhile(Page page) {
    var held = new ArrayList<Route>();
    page.route("**/extensions/preview", held::add);
    awaitRoutes(page);
    field(page, "Address").fill(GUESTBOOK.toString());
    button(page, "See what it brings").click();
    page.waitForCondition(() -> held.size() == 1);
    field(page, "Address").fill("https://example.org/other");
    held.getFirst().resume();
    assertThat(button(page, "See what it brings")).isEnabled();
    assertThat(page.getByText("I trust it")).hasCount(0);
    page.unroute("**/extensions/preview");
  }

  @Test
  void an_extension_is_updated_after_a_look_at_what_changes_and_its_collections_kept_or_dropped()
      throws IOException {
    var folder = TempFolder.next();
    write(folder, MANIFEST, COLLECTION, SOURCE);
    install(folder);
    write(
        folder,
        MANIFEST.replace("1.0.0", "1.1.0"),
        COLLECTION.replace("}]", "}, {\"name\": \"whence\", \"type\": \"string\"}]"),
        SOURCE.replace("count_visits", "sum_visits"));
    var page = adminAt("/extensions/visits");
    button(page, "Update").click();
    assertThat(page.getByText("1.0.0 → 1.1.0")).isVisible();
    assertThat(page.getByText("+ Functions: sum_visits")).isVisible();
    assertThat(page.getByText("− Functions: count_visits")).isVisible();
    assertThat(page.getByText("visits: is changed")).isVisible();
    assertThat(page.getByText("whence")).isVisible();
    Browser.checkAccessibility(page);
    page.getByText("I trust it").click();
    button(page, "Update").click();
    assertThat(page.getByText("visits is 1.1.0 now.")).isVisible();
    keepASecret(page);

    uninstall(page, "visits");
    assertThat(page.getByText("No extensions yet")).isVisible();
    assertThat(server.get(server.adminToken(), "/api/collections/visits").status()).isEqualTo(200);
    install(folder);
    page.navigate("/admin/extensions/visits");
    button(page, "Uninstall").click();
    page.getByText("Drop its collections").click();
    Browser.checkAccessibility(page);
    confirmUninstall(page, "visits");
    assertThat(server.get(server.adminToken(), "/api/collections/visits").status()).isEqualTo(404);
  }

  private void keepASecret(Page page) {
    tab(page, "Settings").click();
    page.getByLabel("api_key").first().fill("swordfish-42");
    page.keyboard().press("Control+s");
    assertThat(page.getByText("The settings are in effect.")).isVisible();
    assertThat(page.getByText("A secret that is set, and never shown")).isVisible();
    assertThat(page.getByLabel("api_key").first()).hasValue("");
    assertThat(server.get(server.adminToken(), API + "/settings").text())
        .doesNotContain("swordfish");
    button(page, "Delete the secret api_key").click();
    assertThat(page.getByText("A secret that is not set yet.")).isVisible();
  }

  @Test
  void a_handler_that_fails_is_mended_and_gets_its_events_again_or_never() {
    send("/api/collections", COLLECTION.replace("visits", "notes").replace("who", "text"));
    deploy(ECHO);
    for (int i = 0; i < 3; i++) {
      send("/api/collections/notes/records", "{\"data\": {\"text\": \"first\"}}");
    }
    Eventually.until("three failures", () -> failures() == 3);
    var page = adminAt("/hooks");
    row(page, "echo.again").click();
    link(page, "echo.java").last().click();
    assertThat(page).hasURL(server.uri("/admin/functions/echo").toString());
    page.goBack();
    button(page, "See the 3 failures").click();
    row(page, "echo.again").first().click();
    assertThat(page.getByText("\"again\"")).isVisible();
    Browser.checkAccessibility(page);
    button(page, "Forget").click();
    Browser.checkAccessibility(page);
    dialog(page, "Forget this failure?").getByRole(AriaRole.BUTTON, inside("Forget")).click();
    assertThat(page.getByText("The failure is forgotten.")).isVisible();
    assertThat(row(page, "echo.again")).hasCount(2);

    deploy(ECHO.replaceAll("ctx.records.*\n", "ctx.log().info(\"heard\");\n"));
    row(page, "echo.again").first().click();
    button(page, "Retry").click();
    assertThat(page.getByText("It is given to its handler again.")).isVisible();
    assertThat(row(page, "echo.again")).hasCount(1);
    button(page, "Retry all of echo.again").click();
    assertThat(page.getByText("1 event is given to its handler again.")).isVisible();
    assertThat(page.getByText("Nothing has failed for good.")).isVisible();
    var log = "/api/admin/functions/logs?function_name=echo.again&level=info";
    Eventually.until(
        "both events", () -> server.get(server.adminToken(), log).json().path("logs").size() == 2);
    assertThat(failures()).isZero();
  }

  private int failures() {
    return server.get(server.adminToken(), FAILURES).json().path("total").intValue();
  }

  private void deploy(String source) {
    var upload = Json.object().put("filename", "echo.java").put("content", source);
    send("/api/admin/functions/upload", upload.toString());
  }

  private void install(Path folder) {
    send("/api/admin/extensions", Json.object().put("repo_url", folder.toString()).toString());
  }

  private void send(String path, String body) {
    var reply = server.post(server.adminToken(), path, body);
    assertThat(reply.status()).as(reply.text()).isLessThan(300);
  }

  private static void write(Path folder, String manifest, String collection, String source)
      throws IOException {
    Files.createDirectories(folder.resolve("collections"));
    Files.createDirectories(folder.resolve("src"));
    Files.writeString(folder.resolve("extension.toml"), manifest);
    Files.writeString(folder.resolve("collections/visits.json"), collection);
    Files.writeString(folder.resolve("src/visits.java"), source);
  }

  private static void uninstall(Page page, String name) {
    button(page, "Uninstall").click();
    confirmUninstall(page, name);
  }

  private static void confirmUninstall(Page page, String name) {
    page.getByLabel("Type " + name + " to confirm").fill(name);
    dialog(page, "Uninstall " + name + "?").getByRole(AriaRole.BUTTON, inside("Uninstall")).click();
    assertThat(page.getByText(name + " is uninstalled.")).isVisible();
  }

  private static Locator dialog(Page page, String title) {
    return page.getByRole(AriaRole.DIALOG, named(title));
  }

  private static Locator tab(Page page, String title) {
    return page.getByRole(AriaRole.TAB).filter(new Locator.FilterOptions().setHasText(title));
  }

  private static Locator field(Page page, String label) {
    return page.getByRole(AriaRole.TEXTBOX, named(label));
  }

  private static Locator.GetByRoleOptions inside(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }
}
