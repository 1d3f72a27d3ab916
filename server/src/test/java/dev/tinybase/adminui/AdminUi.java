package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.tinybase.auth.ClientInfo;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Browser;
import dev.tinybase.testing.Chromium;
import dev.tinybase.testing.ChromiumExtension;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.TestServer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What each test of the admin UI begins with: a server, a browser, an admin who has logged in. */
@ExtendWith(ChromiumExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AdminUi {
  TestServer server;
  Browser browser;

  @BeforeAll
  void start(Chromium chromium) {
    server = server();
    browser = chromium.at(server.uri("").toString());
  }

  TestServer server() {
    return TestServer.start(Engine.SQLITE);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void no_page_has_failed_or_asked_another_host() {
    if (browser != null) {
      browser.closePages();
      assertThat(browser.faults()).isEmpty();
    }
  }

  /**
   * The API has refused what the test sent, at this path and with this status, and nothing else.
   */
  void refused(String status, String path) {
    assertThat(browser.faults())
        .isNotEmpty()
        .allMatch(it -> it.contains("a status of " + status) && it.contains(path + ":"));
  }

  /**
   * A page of an admin, at a path below {@code /admin}, wide and in English. It is drawn, and so
   * listens to keys.
   */
  Page adminAt(String path) {
    var page = browser.open(desktop().setStorageState(session()));
    page.navigate("/admin" + path);
    assertThat(page.locator("h1, [role=dialog]").first()).isVisible();
    return page;
  }

  /** A browser's storage with a session of its own, as {@code session.ts} keeps it. */
  String session() {
    var tokens =
        server
            .tinybase()
            .auth()
            .logins()
            .login(TestServer.ADMIN, TestServer.PASSWORD, ClientInfo.at("127.0.0.1"));
    var kept =
        Json.object()
            .put("accessToken", tokens.accessToken())
            .put("refreshToken", tokens.refreshToken())
            .put("expiresAt", System.currentTimeMillis() + tokens.lifetime().toMillis())
            .put("email", TestServer.ADMIN)
            .put("isAdmin", true);
    var state = Json.object();
    state.putArray("cookies");
    var origin = state.putArray("origins").addObject();
    origin.put("origin", server.uri("").toString());
    origin
        .putArray("localStorage")
        .addObject()
        .put("name", "tinybase.session")
        .put("value", Json.text(kept));
    return Json.text(state);
  }

  static NewContextOptions desktop() {
    return new NewContextOptions().setViewportSize(1440, 900).setLocale("en-GB");
  }

  /** Comes by the server's root, as somebody who types its address. */
  Page loggedIn(NewContextOptions options) {
    var page = browser.open(options);
    page.navigate("/");
    page.locator("input[type=email]").fill(TestServer.ADMIN);
    page.locator("input[type=password]").fill(TestServer.PASSWORD);
    page.locator("button[type=submit]").click();
    assertThat(page).hasURL(Pattern.compile(".*/admin/$"));
    assertThat(page.locator("h1")).isVisible();
    return page;
  }

  /** Opens the palette, and finds something in it that Enter runs. */
  static void find(Page page, String text, String command) {
    page.keyboard().press("Control+k");
    var palette = page.getByRole(AriaRole.DIALOG, named("Go to anything"));
    assertThat(palette.getByRole(AriaRole.COMBOBOX)).isFocused();
    page.keyboard().type(text);
    assertThat(marked(page)).containsText(command);
  }

  /** What Enter runs in the palette. */
  static Locator marked(Page page) {
    return page.locator("[role=option][data-highlighted]");
  }

  /**
   * Waits until the routes of a page are there for it: Chromium lets pass what a page asks for in
   * the moment in which its first route is made.
   */
  static void awaitRoutes(Page page) {
    var isThere = new AtomicBoolean();
    page.route(
        "**/health",
        route -> {
          isThere.set(true);
          route.resume();
        });
    Eventually.until(
        "routes are there",
        () -> {
          page.evaluate("fetch(new URL('../health', document.baseURI)).then(() => null)");
          return isThere.get();
        });
    page.unroute("**/health");
  }

  static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, named(name));
  }

  static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, named(name));
  }

  /** The row of a table that has a text in it. */
  static Locator row(Page page, String text) {
    return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(text));
  }

  static GetByRoleOptions named(String name) {
    return new GetByRoleOptions().setName(name).setExact(true);
  }
}
