package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.tinybase.testing.Browser;
import dev.tinybase.testing.TestServer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What comes between people and their work: a session that ends, a server that is away, or that is
 * another version by now. Nothing that was typed is lost.
 */
class ConnectionUiTest extends AdminUi {
  private static final String NOTES =
      """
      {"name": "notes", "label": "Notes", "schema": {"fields": [{"name": "title", "type": "string"}]}}
      """;

  /** As the server does when somebody ends the session elsewhere; the page does not know it yet. */
  private static final String END_SESSION =
      """
      async () => {
        const { accessToken } = JSON.parse(localStorage.getItem('tinybase.session'));
        const headers = { Authorization: `Bearer ${accessToken}` };
        return (await fetch('/api/auth/logout', { method: 'POST', headers })).ok;
      }
      """;

  /** Whoever reads what is not for everybody is refused with another status. */
  private static final Pattern LOGGED_OUT = Pattern.compile("a status of 40[13] ");

  @BeforeAll
  void fill() {
    server.post(server.adminToken(), "/api/collections", NOTES);
    var there = "{\"data\": {\"title\": \"There before\"}}";
    server.post(server.adminToken(), "/api/collections/notes/records", there);
  }

  @Test
  void a_session_that_ends_while_somebody_writes_asks_for_the_password_and_the_request_goes_on() {
    var page = adminAt("/collections/notes/records/new");
    page.getByRole(AriaRole.DIALOG).getByLabel("title").fill("Half a sentence");
    endSession(page);
    button(page, "Create").click();
    var dialog = dialog(page, "Your session has ended");
    dialog.getByLabel("Password").fill("not this one");
    button(page, "Go on").click();
    assertThat(dialog.getByText("The e-mail or the password is wrong")).isVisible();
    Browser.checkAccessibility(page);
    page.keyboard().press("Escape"); // no key throws away what was written
    logInAgain(page);
    assertThat(row(page, "Half a sentence")).isVisible();

    page.navigate("/admin/tokens?new=1");
    fillToken(page, "export");
    endSession(page);
    button(page, "Create token").click();
    logInAgain(page);
    assertThat(tokenOf(page)).isVisible();

    page.navigate("/admin/collections/new");
    page.getByLabel("Label").fill("Letters");
    endSession(page);
    button(page, "Create").click();
    logInAgain(page);
    assertThat(page).hasURL(Pattern.compile(".*/collections/letters/records$"));
    assertThat(browser.faults()).allMatch(LOGGED_OUT.asPredicate());
  }

  @Test
  void a_session_that_has_ended_meanwhile_asks_for_the_password_where_one_was() {
    var page = adminAt("/collections");
    assertThat(button(page, "New collection").first()).isVisible();
    endSession(page);
    page.reload();
    logInAgain(page);
    assertThat(button(page, "New collection").first()).isVisible();

    page.navigate("/admin/collections/notes/records");
    assertThat(row(page, "There before")).isVisible();
    endSession(page);
    page.reload();
    logInAgain(page);
    assertThat(row(page, "There before")).isVisible();
    endSession(page);
    link(page, "Users").click();
    assertThat(page).hasURL(Pattern.compile(".*/admin/users$"));
    dialog(page, "Your session has ended").getByText("Log out").click();
    assertThat(button(page, "Log in")).isVisible();
    assertThat(page).hasURL(Pattern.compile(".*/login\\?redirect=/users$"));
    assertThat(browser.faults()).allMatch(LOGGED_OUT.asPredicate());
  }

  @Test
  void a_server_that_is_away_is_told_of_until_it_is_back_and_what_was_typed_is_sent_then() {
    var page = adminAt("/tokens?new=1");
    fillToken(page, "import");
    page.context().setOffline(true);
    button(page, "Create token").click();
    assertThat(page.getByText("The server does not answer")).isVisible();
    assertThat(page.getByLabel("Name").first()).hasValue("import");
    page.context().setOffline(false);
    assertThat(page.getByText("The server does not answer")).hasCount(0);
    button(page, "Create token").click();
    assertThat(tokenOf(page)).isVisible();
    assertThat(browser.faults()).allMatch(it -> it.contains("ERR_INTERNET_DISCONNECTED"));
  }

  @Test
  void a_page_that_a_new_version_does_not_have_is_loaded_anew_as_a_whole() {
    var page = adminAt("/");
    assertThat(link(page, "Users")).isVisible();
    var isGone = new AtomicBoolean(true);
    page.route(
        "**/assets/UsersView-*.js",
        route -> {
          if (isGone.get()) {
            missing(route);
          } else {
            route.resume();
          }
        });
    page.route(
        "**/admin/users",
        route -> {
          isGone.set(false);
          route.resume();
        });
    awaitRoutes(page);
    link(page, "Users").click();
    assertThat(row(page, TestServer.ADMIN)).isVisible();
    assertThat(isGone).isFalse();
    assertThat(browser.faults()).allMatch(it -> it.contains("UsersView"));
  }

  @Test
  void a_part_of_a_page_that_a_new_version_does_not_have_is_told_and_what_was_typed_stays() {
    var page = adminAt("/collections/notes/records/new");
    page.getByRole(AriaRole.DIALOG).getByLabel("title").fill("Written before the update");
    page.route("**/assets/CodeMirror-*.js", ConnectionUiTest::missing);
    awaitRoutes(page);
    page.getByRole(AriaRole.TAB, named("JSON")).click();
    assertThat(page.getByText("A part of this page could not be loaded")).isVisible();
    page.getByRole(AriaRole.TAB, named("Form")).click();
    assertThat(page.getByRole(AriaRole.DIALOG).getByLabel("title"))
        .hasValue("Written before the update");
    button(page, "Create").click();
    assertThat(row(page, "Written before the update")).isVisible();
    Browser.checkAccessibility(page);
    page.navigate("/admin/collections/notes/records");
    assertThat(page.getByText("A part of this page could not be loaded")).hasCount(0);
    assertThat(browser.faults()).isNotEmpty().allMatch(it -> it.contains("CodeMirror"));
  }

  private static void endSession(Page page) {
    assertThat(page.evaluate(END_SESSION)).isEqualTo(true);
  }

  private static void logInAgain(Page page) {
    var dialog = dialog(page, "Your session has ended");
    dialog.getByLabel("Password").fill(TestServer.PASSWORD);
    page.keyboard().press("Enter");
    assertThat(dialog).hasCount(0);
  }

  private static void fillToken(Page page, String name) {
    page.getByLabel("Name").first().fill(name);
    page.getByRole(AriaRole.CHECKBOX).first().check();
  }

  private static Locator tokenOf(Page page) {
    return page.getByText(Pattern.compile("^tb_[\\w-]{43}$"));
  }

  private static Locator dialog(Page page, String title) {
    return page.getByRole(AriaRole.DIALOG, new GetByRoleOptions().setName(title));
  }

  private static void missing(Route route) {
    route.fulfill(new Route.FulfillOptions().setStatus(404));
  }
}
