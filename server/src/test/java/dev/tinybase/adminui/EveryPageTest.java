package dev.tinybase.adminui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import dev.tinybase.testing.Browser;
import dev.tinybase.testing.ClubApp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Opens every page that there is, with the club's data in it. With {@code
 * -Dtinybase.screenshots=write} the pictures of the guide are made of them.
 */
class EveryPageTest extends AdminUi {
  private static final boolean WRITES = "write".equals(System.getProperty("tinybase.screenshots"));
  private static final Path IMAGES = Path.of("../docs/images");
  private static final String JOB = "{\"function_name\": \"remind_members\", \"payload\": {}}";

  private static final String SCHEDULE =
      """
      {"name": "Report of the month", "function_name": "remind_members",
       "schedule": {"method": "cron", "cron": "0 7 1 * *", "timezone": "Europe/Berlin"}}
      """;

  private static final int PHONE_PX = 390;
  private static final String SCROLLS_SIDEWAYS =
      "() => document.documentElement.scrollWidth > innerWidth";
  private static final String LOADED = "() => document.querySelector('.shimmer') === null";

  @BeforeAll
  void fill() {
    ClubApp.install(server);
    post("/api/admin/schedules", SCHEDULE);
    post("/api/admin/jobs", JOB);
    post("/api/functions/remind_members", "{}");
    server.put(server.adminToken(), "/api/admin/secrets/mail_password", "{\"value\": \"x\"}");
    server.user("ada@example.com");
  }

  @Test
  void every_page_is_usable_by_everybody_light_and_dark() {
    var page = loggedIn(desktop().setReducedMotion(ReducedMotion.REDUCE));
    pages(page)
        .forEach((name, path) -> {
          open(page, path);
          picture(page, name);
          Browser.checkAccessibility(page);
          dark(page, true);
          picture(page, name + "-dark");
          Browser.checkAccessibility(page);
          dark(page, false);
        });
  }

  @Test
  void no_page_is_wider_than_a_phone_in_german() {
    var page = loggedIn(new NewContextOptions().setViewportSize(PHONE_PX, 844).setLocale("de-DE"));
    pages(page)
        .forEach((name, path) -> {
          open(page, path);
          picture(page, name + "-phone");
          assertThat((Boolean) page.evaluate(SCROLLS_SIDEWAYS)).as(path).isFalse();
        });
  }

  /**
   * The pages of the navigation, and those that are a level below, by the names of their pictures.
   */
  private Map<String, String> pages(Page page) {
    var all = new TreeMap<String, String>();
    var links = page.locator("nav a").evaluateAll("all => all.map(it => it.pathname)");
    for (var link : (List<?>) links) {
      var path = link.toString().substring("/admin".length());
      if (!path.startsWith("/collections/")) {
        all.put(path.equals("/") ? "home" : path.substring(1), path);
      }
    }
    all.put("records", "/collections/events/records");
    all.put("record", "/collections/events/records/" + first("/api/collections/events/records"));
    all.put("record-new", "/collections/events/records/new");
    all.put("schema", "/collections/events/schema");
    all.put("access", "/collections/events/access");
    all.put("import", "/collections/events/import");
    all.put("collection-new", "/collections/new");
    all.put("function", "/functions/register_for_event");
    all.put("call", "/calls/" + first("/api/admin/functions/calls"));
    all.put("schedule", "/schedules/" + first("/api/admin/schedules"));
    all.put("job", "/jobs/" + first("/api/admin/jobs"));
    all.put("user", "/users/" + first("/api/admin/users"));
    return all;
  }

  private String first(String path) {
    var list = server.get(server.adminToken(), path + "?limit=1").json();
    var items = list.valueStream().filter(JsonNode::isArray).findFirst().orElseThrow();
    var item = items.get(0);
    return item.path(item.has("id") ? "id" : "call_id").stringValue();
  }

  private void post(String path, String json) {
    server.post(server.adminToken(), path, json);
  }

  private static void open(Page page, String path) {
    page.navigate("/admin" + path);
    page.waitForLoadState(LoadState.NETWORKIDLE);
    page.waitForFunction(LOADED);
  }

  private static void dark(Page page, boolean on) {
    page.evaluate("on => document.documentElement.dataset.theme = on ? 'dark' : 'light'", on);
  }

  private static void picture(Page page, String name) {
    if (WRITES) {
      var file = IMAGES.resolve(name.replace('/', '-') + ".png");
      page.screenshot(new ScreenshotOptions().setPath(file));
    }
  }
}
