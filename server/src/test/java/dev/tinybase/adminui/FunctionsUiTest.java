package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Browser;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Functions from their first upload to their calls. */
class FunctionsUiTest extends AdminUi {
  private static final String SHARE =
      """
      import dev.tinybase.sdk.*;
      import java.util.List;

      record Cake(int pieces, int guests, List<String> names) {}

      record Share(int each) {}

      @Register(name = "share", description = "Shares a cake", auth = Auth.PUBLIC, tags = "food")
      Share share(Context ctx, Cake cake) {
        ctx.log().info("sharing {} pieces", cake.pieces());
        return new Share(cake.pieces() / cake.guests());
      }
      """;

  private static final String LIST = "**/api/functions/admin/list";

  @Test
  void a_function_is_uploaded_mended_called_looked_into_and_rolled_back() {
    var page = adminAt("/functions");
    assertThat(page.getByText("No functions yet")).isVisible();
    button(page, "Deploy").first().click();
    deployWithAnError(page);
    mendAndDeploy(page);
    call(page);
    followTheFailure(page);
    deployAnotherVersionAndGoBack(page);
    findItInLists(page);
    refused("400", "/api/admin/deploy");
  }

  @Test
  void a_source_is_edited_with_an_error_and_an_earlier_version_activated() {
    server.post(
        server.adminToken(),
        "/api/admin/functions/upload",
        Json.object()
            .put("filename", "halve.java")
            .put("content", SHARE.replace("share", "halve"))
            .put("notes", "as it was")
            .toString());
    var page = adminAt("/functions/halve/versions");
    var source = page.getByRole(AriaRole.TEXTBOX, named("halve.java"));
    assertThat(source).containsText("Share halve");
    page.keyboard().press("e");
    assertThat(button(page, "Discard")).isVisible();
    source.press("Control+End");
    page.keyboard().type("int twice(int n) { return n * two; }");
    source.press("Control+s");
    var problem = page.getByRole(AriaRole.ALERT);
    assertThat(problem).containsText("halve.java:13:");
    assertThat(problem).containsText("two");
    assertThat(page.locator(".shown-line")).containsText("n * two");
    page.reload();
    assertThat(source).containsText("n * two");
    source.press("Control+End");
    for (int i = 0; i < "two; }".length(); i++) {
      page.keyboard().press("Backspace");
    }
    page.keyboard().type("2; }");
    page.route(LIST, held -> {}); // who leaves at once finds no draft of it all the same
    awaitRoutes(page);
    button(page, "Deploy").click();
    assertThat(page.getByText("A new version of halve is live.")).isVisible();
    page.unroute(LIST);
    fail(page);

    tab(page, "Versions").click();
    button(page, "Actions for version " + hashOf("as it was")).click();
    page.getByRole(AriaRole.MENUITEM, named("Activate")).click();
    assertThat(page.getByText("This version is active.")).isVisible();
    assertThat(source).not().containsText("n * 2");
    refused("400", "/api/admin/functions/upload");
  }

  /** From the list of calls to the line of the source that failed. */
  private void fail(Page page) {
    server.post(null, "/api/functions/halve", "{\"pieces\": 1, \"guests\": 0, \"names\": []}");
    page.navigate("/admin/calls?status=failed&function_name=halve");
    row(page, "/ by zero").click();
    var panel = page.getByRole(AriaRole.DIALOG);
    assertThat(panel).containsText("functions.record_payloads = true");
    Browser.checkAccessibility(page);
    link(page, "Show line 11 of the source").click();
    assertThat(page.locator(".shown-line")).containsText("cake.pieces() / cake.guests()");
  }

  private String hashOf(String notes) {
    var versions = server.get(server.adminToken(), "/api/admin/functions/halve/versions").json();
    return versions
        .valueStream()
        .filter(it -> it.path("notes").stringValue("").equals(notes))
        .map(it -> it.path("content_hash").stringValue().substring(0, 10))
        .findFirst()
        .orElseThrow();
  }

  private static void deployWithAnError(Page page) {
    var broken = SHARE.replace("cake.guests());", "cake.guests())");
    page.locator("input[type=file]")
        .setInputFiles(
            new FilePayload("share.java", "text/x-java", broken.getBytes(StandardCharsets.UTF_8)));
    var source = page.getByRole(AriaRole.TEXTBOX, named("share"));
    assertThat(source).containsText("Share share(Context ctx");
    button(page, "Check").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("share.java:11:");
    assertThat(page.locator(".shown-line")).containsText("cake.guests())");
    Browser.checkAccessibility(page);
  }

  private static void mendAndDeploy(Page page) {
    var source = page.getByRole(AriaRole.TEXTBOX, named("share"));
    page.locator(".shown-line").click();
    page.keyboard().press("End");
    page.keyboard().type(";");
    button(page, "Check").click();
    assertThat(page.getByText("Compiled without errors.")).isVisible();
    page.getByLabel("Notes").fill("the first one");
    source.press("Control+s");
    assertThat(page).hasURL(Pattern.compile(".*/admin/functions/share/try$"));
  }

  private static void call(Page page) {
    page.getByLabel("pieces").fill("many");
    page.getByLabel("guests").fill("4");
    button(page, "Run").click();
    assertThat(page.getByText("must be a whole number, not a text").first()).isVisible();
    page.getByLabel("pieces").fill("12");
    page.getByLabel("names").fill("Ada");
    page.keyboard().press("Enter");
    button(page, "JSON").click();
    assertThat(page.getByRole(AriaRole.TEXTBOX, named("Input"))).containsText("\"Ada\"");
    button(page, "Form").click();
    button(page, "Run").click();
    assertThat(answer(page)).containsText("Succeeded");
    assertThat(page.getByLabel("Result", new Page.GetByLabelOptions().setExact(true)))
        .containsText("\"each\": 3");
    assertThat(answer(page)).containsText("sharing 12 pieces");
    Browser.checkAccessibility(page);
  }

  private static void followTheFailure(Page page) {
    page.getByLabel("guests").fill("0");
    page.keyboard().press("Control+Enter");
    assertThat(answer(page)).containsText("ArithmeticException");
    link(page, "Show line 11 of the source").click();
    assertThat(page.locator(".shown-line")).containsText("cake.pieces() / cake.guests()");
    link(page, "Open the call").click();
    var panel = page.getByRole(AriaRole.DIALOG);
    assertThat(panel).containsText("sharing 12 pieces");
    assertThat(panel).containsText("ArithmeticException");
    Browser.checkAccessibility(page);
    button(page, "Run again").click();
    assertThat(page).hasURL(Pattern.compile(".*/functions/share/try.*"));
    page.getByLabel("pieces").fill("24");
    tab(page, "Schema").click();
    tab(page, "Try").click();
    assertThat(page.getByLabel("pieces")).hasValue("24"); // is not lost
  }

  private static void deployAnotherVersionAndGoBack(Page page) {
    button(page, "Edit").click();
    var source = page.getByRole(AriaRole.TEXTBOX, named("share.java"));
    assertThat(button(page, "Discard")).isVisible();
    source.press("Control+End");
    page.keyboard().type("// more to come");
    source.press("Control+s");
    assertThat(page.getByText("A new version of share is live.")).isVisible();
    tab(page, "Versions").click();
    var versions = page.getByRole(AriaRole.CHECKBOX);
    assertThat(versions).hasCount(2);
    versions.last().check();
    assertThat(page.locator(".cm-insertedLine, .cm-changedLine").first()).isVisible();
    Browser.checkAccessibility(page);
    button(page, "Roll back").click();
    assertThat(page.getByText("The version before is active again.")).isVisible();
    var source2 = page.getByRole(AriaRole.TEXTBOX, named("share.java"));
    assertThat(source2).not().containsText("more to come");
  }

  private static void findItInLists(Page page) {
    for (var name : new String[] {"Metrics", "Log", "Schema", "Calls"}) {
      tab(page, name).click();
      assertThat(page.getByRole(AriaRole.TABPANEL)).not().isEmpty();
      Browser.checkAccessibility(page);
    }
    page.navigate("/admin/calls?status=failed");
    assertThat(row(page, "/ by zero")).hasCount(1);
    Browser.checkAccessibility(page);
    page.navigate("/admin/functions");
    assertThat(row(page, "share")).containsText("Public");
    assertThat(row(page, "share")).containsText("Deployed");
    Browser.checkAccessibility(page);
  }

  private static Locator answer(Page page) {
    return page.getByRole(AriaRole.REGION, named("Answer"));
  }

  private static Locator tab(Page page, String name) {
    return page.getByRole(AriaRole.TAB, named(name));
  }
}
