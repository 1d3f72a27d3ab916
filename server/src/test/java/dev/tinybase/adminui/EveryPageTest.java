package dev.tinybase.adminui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import dev.tinybase.adminui.PageLoad.Order;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Browser;
import dev.tinybase.testing.ClubApp;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static final String TOKEN =
      """
      {"name": "Nightly export", "scopes": ["records:read"], "expires_days": 90}
      """;

  /** Of these pages the guide shows how they look otherwise, too. */
  private static final Set<String> OTHERWISE = Set.of("home", "records", "record", "function");

  private static final String SCHEDULE =
      """
      {"name": "Report of the month", "function_name": "remind_members",
       "schedule": {"method": "cron", "cron": "0 7 1 * *", "timezone": "Europe/Berlin"}}
      """;

  private static final Path GUESTBOOK =
      Path.of("../examples/extensions/guestbook").toAbsolutePath().normalize();

  /** The navigation is the same on all pages, and checked on one. */
  private static final String[] FRAME = {"nav[aria-label=Navigation]"};

  private static final int CALLS = 20;
  private static final int PHONE_PX = 390;

  private static final String SCROLLS_SIDEWAYS =
      "() => document.documentElement.scrollWidth > innerWidth";

  private final ClubDay.Past past = new ClubDay.Past();

  @Override
  TestServer server() {
    return WRITES ? TestServer.start(Engine.SQLITE, it -> it, past) : super.server();
  }

  @BeforeAll
  void fill() {
    ClubApp.install(server);
    post("/api/admin/schedules", SCHEDULE);
    post("/api/admin/application-tokens", TOKEN);
    post("/api/admin/extensions", "{\"repo_url\": \"" + GUESTBOOK + "\"}");
    post("/api/admin/backups", "{}");
    var secret = "{\"value\": \"a password of the mail service\"}";
    assertThat(server.put(server.adminToken(), "/api/admin/secrets/MAIL_KEY", secret).status())
        .isLessThan(300);
    server.user("ada@example.com");
    var sum = source("../examples/functions/add_numbers.java");
    post("/api/admin/functions/upload", sum);
    if (WRITES) {
      new ClubDay(server, past).live();
    }
    for (int i = 0; i < CALLS; i++) {
      post(
          "/api/functions/add_numbers",
          "{\"x\": " + i + ", \"y\": " + (i % 7 == 0 ? "true" : "2") + "}");
    }
    post("/api/admin/jobs", JOB);
  }

  @Test
  void every_page_is_usable_by_everybody_light_and_dark() {
    var page = loggedIn(desktop());
    var load = PageLoad.of(page, Order.FIRST_ASKED_FIRST);
    page.addInitScript(Browser.AXE);
    pages(page)
        .forEach((name, path) -> {
          open(page, load, path);
          picture(page, name);
          var known = name.equals("home") ? new String[0] : FRAME;
          Browser.checkAccessibility(page, known);
          scheme(page, ColorScheme.DARK);
          picture(page, name + "-dark");
          Browser.checkContrast(page, known);
          scheme(page, ColorScheme.LIGHT);
        });
  }

  @Test
  void no_page_is_wider_than_a_phone_in_german() {
    var page = loggedIn(new NewContextOptions().setViewportSize(PHONE_PX, 844).setLocale("de-DE"));
    var load = PageLoad.of(page, Order.LAST_ASKED_FIRST);
    pages(page)
        .forEach((name, path) -> {
          open(page, load, path);
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
    all.put("function", "/functions/add_numbers");
    all.put("call", "/calls/" + first("/api/admin/functions/calls"));
    all.put("schedule", "/schedules/" + first("/api/admin/schedules"));
    all.put("job", "/jobs/" + first("/api/admin/jobs"));
    all.put("extension", "/extensions/guestbook");
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
    var answer = server.post(server.adminToken(), path, json);
    assertThat(answer.status()).as(path + ": " + answer.text()).isLessThan(300);
  }

  /** A function as it is uploaded. */
  private static String source(String file) {
    var path = Path.of(file);
    try {
      var upload = Json.object();
      upload.put("filename", path.getFileName().toString());
      upload.put("content", Files.readString(path));
      return upload.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void open(Page page, PageLoad load, String path) {
    load.open(path);
    assertThat(load.moves()).as(path + " moves").isEmpty();
    if (WRITES) {
      page.waitForLoadState(LoadState.NETWORKIDLE);
    }
  }

  private static void scheme(Page page, ColorScheme scheme) {
    page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
  }

  private static void picture(Page page, String name) {
    if (WRITES && isShown(name)) {
      var file = IMAGES.resolve(name.replace('/', '-') + ".png");
      page.screenshot(new ScreenshotOptions().setPath(file));
    }
  }

  /** That of an extension shows a folder of this machine. */
  private static boolean isShown(String name) {
    if (name.startsWith("extension-") || name.equals("extension")) {
      return false;
    }
    var end = name.endsWith("-dark") || name.endsWith("-phone") ? name.lastIndexOf('-') : -1;
    return end < 0 || OTHERWISE.contains(name.substring(0, end));
  }
}
