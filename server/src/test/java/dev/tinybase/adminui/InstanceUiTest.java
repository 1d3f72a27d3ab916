package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.tinybase.testing.Browser;
import dev.tinybase.threads.RequestId;
import java.io.IOException;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages of the instance itself: its log, settings, backups, tokens, secrets, and its API. */
class InstanceUiTest extends AdminUi {
  @Test
  void the_log_is_followed_narrowed_and_opened() {
    log(Level.WARNING, "dev.tinybase.jobs.JobEngine", "a slow job");
    log(Level.INFO, "access", "127.0.0.1 GET /x 200 0.1ms 20B 00f1 -");
    var page = adminAt("/logs");
    assertThat(row(page, "a slow job")).isVisible();
    assertThat(row(page, "GET /x")).hasCount(0);
    RequestId.with("r1").run(() -> log(Level.SEVERE, "dev.tinybase.Api", "it failed"));
    assertThat(row(page, "it failed")).isVisible(); // without a reload
    Browser.checkAccessibility(page);

    row(page, "it failed").click();
    assertThat(page).hasURL(Pattern.compile("[?&]line=\\d+"));
    Browser.checkAccessibility(page);
    button(page, "Only this request").click();
    assertThat(row(page, "a slow job")).hasCount(0);
    assertThat(row(page, "it failed")).isVisible();
    page.reload();
    assertThat(row(page, "it failed")).isVisible();
    assertThat(row(page, "a slow job")).hasCount(0);

    page.navigate("/admin/logs");
    button(page, "Pause").click();
    log(Level.WARNING, "a", "while it was paused");
    button(page, "Errors").click();
    assertThat(row(page, "a slow job")).hasCount(0);
    button(page, "Go on").click();
    button(page, "Warnings").click();
    assertThat(row(page, "while it was paused")).isVisible();
    page.getByRole(AriaRole.SWITCH, named("Requests")).click();
    button(page, "Info").click();
    assertThat(row(page, "GET /x")).isVisible();
  }

  @Test
  void a_setting_is_found_and_tells_how_it_is_set() {
    var page = adminAt("/settings");
    page.getByRole(AriaRole.SEARCHBOX).fill("listen on");
    var port = page.getByRole(AriaRole.BUTTON).filter(text("The address to listen on"));
    port.click();
    assertThat(page.getByText("TINYBASE_SERVER_HOST=0.0.0.0")).isVisible();
    assertThat(page.getByText("host = \"0.0.0.0\"")).isVisible();
    Browser.checkAccessibility(page);
    page.getByRole(AriaRole.SWITCH, named("Changed only")).click();
    assertThat(page.getByText("No setting matches")).isVisible();
  }

  @Test
  void a_token_is_made_shown_once_and_revoked() {
    var page = adminAt("/tokens");
    assertThat(page.getByText("No application tokens")).isVisible();
    page.getByRole(AriaRole.MAIN).getByRole(AriaRole.BUTTON, inMain("New token")).click();
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(false)).first().fill("export");
    button(page, "Create token").click();
    assertThat(page.getByText("Choose what it may do.")).isVisible();
    page.getByRole(AriaRole.CHECKBOX).first().check();
    Browser.checkAccessibility(page);
    button(page, "Create token").click();
    var value = page.getByText(Pattern.compile("^tb_[\\w-]{43}$")).textContent();
    assertThat(server.get(value, "/api/collections").status()).isEqualTo(200);
    assertThat(server.get(value, "/api/admin/users").status()).isEqualTo(403);
    page.keyboard().press("Escape");
    assertThat(page.getByText(value)).isVisible(); // since nobody sees it again
    button(page, "I have copied it").click();
    assertThat(page.getByText(value)).hasCount(0);
    assertThat(row(page, "export")).containsText("records:read");
    Browser.checkAccessibility(page);

    action(page, "export", "Deactivate");
    assertThat(row(page, "export")).containsText("Deactivated");
    assertThat(server.get(value, "/api/admin/users").status()).isEqualTo(401);
    action(page, "export", "Revoke");
    confirm(page, "export", "Revoke token");
    assertThat(page.getByText("No application tokens")).isVisible();
  }

  @Test
  void a_secret_is_set_shows_who_names_it_and_is_removed() throws IOException {
    var folder = Files.createDirectories(server.functionsFolder());
    Files.writeString(
        folder.resolve("pay.java"),
        """
        import dev.tinybase.sdk.*;

        @Register(name = "pay", description = "Pays", auth = Auth.ADMIN)
        int pay(Context ctx) {
          return ctx.secret("STRIPE_KEY").length();
        }
        """);
    server.tinybase().functions().loader().reload();
    var page = adminAt("/secrets");
    page.getByRole(AriaRole.MAIN).getByRole(AriaRole.BUTTON, inMain("New secret")).click();
    page.getByLabel("Name").fill("stripe key");
    page.getByLabel("Value").fill("sk_1");
    button(page, "Set secret").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Capitals");
    page.getByLabel("Name").fill("STRIPE_KEY");
    button(page, "Set secret").click();
    row(page, "STRIPE_KEY").click();
    assertThat(link(page, "pay")).isVisible();
    assertThat(page.locator("nav a[aria-current=page]")).hasText("Secrets"); // with its panel open
    Browser.checkAccessibility(page);
    button(page, "Remove secret").click();
    confirm(page, "STRIPE_KEY", "Remove secret");
    assertThat(page.getByText("No secrets")).isVisible();
    assertThat(page.content()).doesNotContain("sk_1");
  }

  @Test
  void a_backup_is_made_downloaded_and_deleted() throws IOException {
    var page = adminAt("/backups");
    assertThat(page.getByText("schedule = \"0 3 * * *\"")).isVisible();
    button(page, "Make a backup").first().click();
    var name = row(page, ".zip").getByText(Pattern.compile("^manual-")).textContent();
    Browser.checkAccessibility(page);
    var download = page.waitForDownload(button(page, "Download " + name)::click);
    assertThat(download.suggestedFilename()).isEqualTo(name);
    assertThat(Files.size(download.path())).isGreaterThan(1000);
    action(page, name, "Delete");
    confirm(page, name, "Delete backup");
    assertThat(page.getByText("No backups yet")).isVisible();
  }

  @Test
  void requests_are_written_down_for_what_this_instance_has() {
    server.post(
        server.adminToken(),
        "/api/collections",
        """
        {"name": "shops", "label": "Shops", "schema": {"fields": [
          {"name": "title", "type": "string", "required": true},
          {"name": "stars", "type": "integer", "min": 1}]}}
        """);
    var page = adminAt("/");
    var schema = "**/collections/shops/schema.json";
    page.route(schema, it -> it.fulfill(new Route.FulfillOptions().setStatus(503).setBody("{}")));
    awaitRoutes(page);
    link(page, "API").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("503");
    page.unroute(schema);
    refused("503", "shops/schema.json");
    button(page, "Try again").click();
    assertThat(page.locator("pre").last()).containsText("/api/collections/shops/records?sort=");
    page.getByLabel("Operation").selectOption("create");
    button(page, "Java").click();
    assertThat(page.locator("pre").last())
        .containsText("BodyPublishers.ofString(\"{\\\"data\\\":{\\\"title\\\":\\\"text\\\"");
    Browser.checkAccessibility(page);
    assertThat(page).hasURL(Pattern.compile("[?&]do=create"));
    button(page, "Accounts").click();
    assertThat(page.getByText("Anyone may do this without a token.")).isVisible();
  }

  private void log(Level level, String logger, String message) {
    var event = new LogRecord(level, message);
    event.setLoggerName(logger);
    server.tinybase().log().add(event, message);
  }

  private static void action(Page page, String row, String title) {
    row(page, row).getByRole(AriaRole.BUTTON, inMain("Actions " + row)).click();
    page.getByRole(AriaRole.MENUITEM, named(title)).click();
  }

  private static void confirm(Page page, String name, String action) {
    var dialog = page.getByRole(AriaRole.DIALOG).last();
    dialog.getByRole(AriaRole.TEXTBOX).fill(name);
    Browser.checkAccessibility(page);
    dialog.getByRole(AriaRole.BUTTON, inMain(action)).click();
  }

  private static Locator.GetByRoleOptions inMain(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Locator.FilterOptions text(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
