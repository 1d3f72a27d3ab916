package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.ClickOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Browser;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The table of records: filters, sorting, views, columns, paging. */
class RecordTableUiTest extends RecordsUi {
  private static final int PLACES = 1200;

  /** It is told for a moment only, which is not to be missed. */
  private static final String WATCH_COPIED =
      """
      (button) => {
        window.isCopied = false;
        new MutationObserver(() => (window.isCopied ||= button.textContent.includes('Copied')))
          .observe(button, { subtree: true, childList: true, characterData: true });
      }
      """;

  @BeforeAll
  void makePlaces() {
    make("places");
    var lines =
        IntStream.range(0, PLACES)
            .mapToObj(n -> "{\"title\": \"Place %04d\", \"stars\": %d}".formatted(n, n % 6))
            .collect(Collectors.joining("\n"));
    server.post(admin, "/api/collections/places/import?format=ndjson", lines);
  }

  @Test
  void a_filter_is_built_and_the_address_says_it_to_others() {
    var page = adminAt("/collections/places/records");
    assertThat(page.getByText("1,200 records")).isVisible();
    page.keyboard().press("/");
    assertThat(page.getByText("Only records for which this holds")).isVisible();
    assertThat(page.getByLabel("Value", exactly())).isFocused();
    Browser.checkAccessibility(page);
    page.getByRole(AriaRole.DIALOG).locator("select").first().selectOption("stars");
    page.getByRole(AriaRole.DIALOG).locator("input").last().fill("5");
    button(page, "Apply").click();
    assertThat(page.getByText("200 records", exactText())).isVisible();
    assertThat(page).hasURL(Pattern.compile(".*filter=.*stars.*"));
    var shared = adminAt(page.url().replaceAll("^.*/admin", ""));
    assertThat(shared.getByText("stars is 5")).isVisible();
    assertThat(shared.getByText("200 records", exactText())).isVisible();
    button(shared, "Remove condition").click();
    assertThat(shared.getByText("1,200 records")).isVisible();
  }

  @Test
  void a_long_table_is_sorted_chosen_from_and_scrolled_to_its_end() {
    var page = adminAt("/collections/places/records?sort=title");
    assertThat(cell(page, "Place 0000")).isVisible();
    assertThat(page.getByText("1,200 records")).isVisible(); // the end is known
    page.getByLabel("Choose row 2", exactly()).click();
    page.getByLabel("Choose row 8", exactly())
        .click(new ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
    assertThat(page.locator("[role=row][aria-selected=true]")).hasCount(7);
    var grid = page.getByRole(AriaRole.GRID);
    grid.focus();
    page.keyboard().press("Escape");
    page.keyboard().press("Control+End");
    assertThat(cell(page, "Place 1199")).isVisible();
    page.keyboard().press("Control+Home");
    assertThat(cell(page, "Place 0000")).isVisible();
    grid.evaluate("it => it.scrollTo(0, 21600)");
    assertThat(cell(page, "Place 0605")).isVisible();
    head(page, "title").getByRole(AriaRole.BUTTON).first().click();
    assertThat(cell(page, "Place 1199")).isVisible();
  }

  @Test
  void rows_are_sorted_by_several_columns() {
    var page = adminAt("/collections/places/records");
    head(page, "stars").getByRole(AriaRole.BUTTON).first().click();
    assertThat(page).hasURL(Pattern.compile(".*sort=stars$"));
    var title = head(page, "title").getByRole(AriaRole.BUTTON).first();
    title.click(new ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
    assertThat(page).hasURL(Pattern.compile(".*sort=stars,title$"));
    assertThat(rowAt(page, 1)).containsText("Place 0006");
    assertThat(title).containsText("2");
    menu(page, "title", "Sort descending");
    assertThat(rowAt(page, 0)).containsText("Place 1199");
    menu(page, "stars", "Then sort descending");
    assertThat(page).hasURL(Pattern.compile(".*sort=-title,-stars$"));
    menu(page, "title", "Don’t sort by this");
    assertThat(page).hasURL(Pattern.compile(".*sort=-stars$"));
  }

  @Test
  void a_view_is_saved_chosen_renamed_and_removed() {
    var page = adminAt("/collections/places/records?filter={\"stars\":5}&sort=title");
    menu(page, "note", "Hide");
    button(page, "Views").click();
    page.getByLabel("Save this view as").fill("The best");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*view=The\\+best.*"));
    page.reload();
    assertThat(rowAt(page, 0)).containsText("Place 0005");
    button(page, "The best").click();
    Browser.checkAccessibility(page);
    button(page, "Show all records").click();
    assertThat(page.getByText("1,200 records")).isVisible();
    assertThat(page).hasURL(Pattern.compile(".*/records$"));

    menu(page, "tags", "Hide");
    button(page, "Views").click();
    button(page, "The best").click();
    assertThat(page.getByText("200 records", exactText())).isVisible();
    assertThat(head(page, "tags")).hasCount(1);
    assertThat(head(page, "note")).hasCount(0);
    menu(page, "title", "Sort descending");
    assertThat(button(page, "The best changed")).isVisible();
    button(page, "The best changed").click();
    assertThat(page.getByLabel("Save this view as")).hasValue("The best");
    button(page, "Rename view The best").click();
    page.getByLabel("Name of the view").fill("Five stars");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*view=Five\\+stars.*"));
    button(page, "Delete view Five stars").click();
    assertThat(page).not().hasURL(Pattern.compile(".*view=.*"));
    assertThat(page.getByText("Views stay in this browser.")).isVisible();
  }

  @Test
  void columns_are_hidden_widened_moved_and_stay_so() {
    var page = adminAt("/collections/places/records");
    menu(page, "stars", "Hide");
    assertThat(page.getByRole(AriaRole.GRID)).isFocused();
    assertThat(head(page, "stars")).hasCount(0);
    var edge = page.getByRole(AriaRole.SEPARATOR, named("Width of title"));
    edge.press("ArrowRight");
    assertThat(edge).hasAttribute("aria-valuenow", "240");
    var place = edge.boundingBox();
    page.mouse().move(place.x + 4, place.y + 4);
    page.mouse().down();
    page.mouse().move(place.x + 64, place.y + 4);
    page.mouse().up();
    assertThat(edge).hasAttribute("aria-valuenow", "300");
    menu(page, "note", "Move left");
    page.reload();
    assertThat(edge).hasAttribute("aria-valuenow", "300");
    assertThat(page.getByRole(AriaRole.COLUMNHEADER))
        .hasText(new String[] {"", "title", "open", "note", "tags", "Created"});
    button(page, "Columns").click();
    Browser.checkAccessibility(page);
    button(page, "Move note up").click();
    assertThat(button(page, "Move note up")).isFocused();
    page.getByRole(AriaRole.CHECKBOX, named("stars")).click();
    assertThat(page.getByRole(AriaRole.COLUMNHEADER))
        .hasText(new String[] {"", "title", "stars", "note", "open", "tags", "Created"});
  }

  @Test
  void the_curl_that_is_copied_runs() throws IOException, InterruptedException {
    make("copied");
    var id = create("copied", "{\"title\": \"It's 5 o'clock & \\\"late\\\"\"}");
    create("copied", "{\"title\": \"Nothing\"}");
    var filter = "{\"title\":{\"contains\":\"5 o'clock & \\\"\"}}";
    var page = adminAt("/collections/copied/records?filter=" + encoded(filter));
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    assertThat(page.getByText("1 record", exactText())).isVisible();
    assertThat(run(copiedCurl(page)).get("total").asInt()).isEqualTo(1);

    rowAt(page, 0).getByRole(AriaRole.BUTTON).click();
    field(page, "note").fill("it's");
    var changed = run(copiedCurl(page));
    assertThat(changed.get("id").asString()).isEqualTo(id);
    assertThat(changed.at("/data/note").asString()).isEqualTo("it's");
  }

  private static String copiedCurl(Page page) {
    button(page, "As API").last().click();
    button(page, "TypeScript").click();
    assertThat(page.locator("pre")).containsText("await fetch(");
    button(page, "Java").click();
    assertThat(page.locator("pre")).containsText("HttpRequest.newBuilder");
    button(page, "curl").click();
    var copy = button(page, "Copy").last();
    copy.evaluate(WATCH_COPIED);
    copy.click();
    page.waitForFunction("() => window.isCopied");
    var text = (String) page.evaluate("navigator.clipboard.readText()");
    page.keyboard().press("Escape");
    assertThat(page.locator("pre")).hasCount(0);
    return text;
  }

  private JsonNode run(String curl) throws IOException, InterruptedException {
    var shell = new ProcessBuilder("sh", "-c", curl).redirectError(Redirect.DISCARD);
    shell.environment().put("TINYBASE_TOKEN", admin);
    var process = shell.start();
    var reply = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(reply).isZero();
    return Json.parse(reply);
  }

  @Test
  void on_a_slow_network_late_answers_are_dropped_and_nothing_is_sent_twice() {
    make("slow");
    var page = adminAt("/collections/places/records?sort=title");
    assertThat(rowAt(page, 0)).containsText("Place 0000");
    var held = new ArrayList<Route>();
    page.route(Pattern.compile(".*/places/records\\?.*limit=100.*stars.*"), held::add);
    awaitRoutes(page);
    filterByStars(page, "1");
    assertThat(page.getByRole(AriaRole.GRID)).hasAttribute("aria-busy", "true");
    assertThat(head(page, "title")).isVisible();
    page.waitForCondition(() -> held.size() == 1);
    page.unroute(Pattern.compile(".*/places/records\\?.*limit=100.*stars.*"));
    filterByStars(page, "2");
    assertThat(rowAt(page, 0)).containsText("Place 0002");
    held.getFirst().resume();
    assertThat(page.getByText("stars is 2")).isVisible();
    assertThat(rowAt(page, 0)).containsText("Place 0002");
    assertThat(page.getByText("200 records", exactText())).isVisible();

    page.navigate("/admin/collections/slow/records/new");
    field(page, "title").fill("Once");
    page.route("**/slow/records", held::add);
    awaitRoutes(page);
    button(page, "Create").dblclick();
    page.keyboard().press("Control+s");
    assertThat(button(page, "Create")).isDisabled();
    page.waitForCondition(() -> held.size() == 2);
    held.getLast().resume();
    assertThat(cell(page, "Once")).isVisible();
    page.route("**/slow/records/*", held::add);
    rowAt(page, 0).getByRole(AriaRole.BUTTON).click();
    assertThat(button(page, "Save")).isDisabled();
    page.keyboard().press("Control+s");
    page.waitForCondition(() -> held.size() == 3);
    held.getLast().resume();
    assertThat(field(page, "title")).hasValue("Once");
    page.keyboard().press("Control+s");
    page.keyboard().press("Escape");
    assertThat(page.getByText("1 record", exactText())).isVisible();
    assertThat(held).hasSize(3);
  }

  private static Locator rowAt(Page page, int index) {
    return page.locator("[data-row='" + index + "']");
  }

  private static void filterByStars(Page page, String stars) {
    page.keyboard().press("/");
    page.getByRole(AriaRole.DIALOG).locator("select").first().selectOption("stars");
    page.getByLabel("Value", exactly()).fill(stars);
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Page.GetByTextOptions exactText() {
    return new Page.GetByTextOptions().setExact(true);
  }
}
