package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.ClickOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
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

/** The table of records and the panel of one. */
class RecordsUiTest extends AdminUi {
  private static final int PLACES = 1200;

  private static final String FIELDS =
      """
      {"fields": [
        {"name": "title", "type": "string", "required": true, "max_length": 100},
        {"name": "stars", "type": "integer", "min": 0, "max": 5},
        {"name": "open", "type": "boolean"},
        {"name": "tags", "type": "list[string]"},
        {"name": "note", "type": "string"}]}
      """;

  /** It is told for a moment only, which is not to be missed. */
  private static final String WATCH_COPIED =
      """
      (button) => {
        window.isCopied = false;
        new MutationObserver(() => (window.isCopied ||= button.textContent.includes('Copied')))
          .observe(button, { subtree: true, childList: true, characterData: true });
      }
      """;

  private String admin = "";

  @BeforeAll
  void makePlaces() {
    admin = server.adminToken();
    make("places");
    var lines =
        IntStream.range(0, PLACES)
            .mapToObj(n -> "{\"title\": \"Place %04d\", \"stars\": %d}".formatted(n, n % 6))
            .collect(Collectors.joining("\n"));
    server.post(admin, "/api/collections/places/import?format=ndjson", lines);
  }

  @Test
  void a_record_lives_in_the_panel_as_a_form_and_as_json() {
    make("notes");
    var page = adminAt("/collections/notes/records/new");
    field(page, "stars").fill("9");
    field(page, "title").fill("By the sea");
    button(page, "Create").click();
    assertThat(page.getByText("must be at most 5")).isVisible();
    field(page, "stars").fill("4");
    field(page, "tags").fill("quiet");
    page.keyboard().press("Enter");
    Browser.checkAccessibility(page);
    page.keyboard().press("Control+s");
    assertThat(page.getByText("The record has been made.")).isVisible();
    assertThat(button(page, "Save")).isVisible(); // the panel is that of the record now
    assertThat(button(page, "Duplicate")).hasCount(0);

    page.getByRole(AriaRole.TAB, named("JSON")).click();
    var json = page.locator(".cm-content");
    assertThat(json).containsText("quiet");
    json.fill("{\"title\": \"By the lake\", \"stars\": ");
    assertThat(button(page, "Save")).isDisabled();
    json.fill("{\"title\": \"By the lake\", \"note\": \"\"}");
    Browser.checkAccessibility(page);
    button(page, "Save").click();
    row(page, "By the lake").getByRole(AriaRole.BUTTON).click();
    assertThat(field(page, "stars")).hasValue("4");
    assertThat(field(page, "note")).hasAttribute("placeholder", "\"\"");

    field(page, "title").fill("By the river");
    page.keyboard().press("Escape");
    assertThat(page.getByText("Discard changes?")).isVisible();
    button(page, "Cancel").last().click();
    page.waitForFunction(
        "() => Object.keys(localStorage).some((it) => it.startsWith('tinybase.draft.notes'))");
    page.reload();
    button(page, "Restore").click();
    assertThat(field(page, "title")).hasValue("By the river");
    button(page, "Save").click();
    row(page, "By the river").getByRole(AriaRole.BUTTON).click();
    button(page, "Delete").click();
    assertThat(page.getByText("No records yet")).isVisible();
    button(page, "Undo").click();
    assertThat(row(page, "By the river")).isVisible();
    Browser.checkAccessibility(page);
    refusedByServer();
  }

  @Test
  void two_admins_who_change_one_record_see_both_versions() {
    make("shared");
    var id = create("shared", "{\"title\": \"One\", \"stars\": 1, \"note\": \"a\"}");
    var page = adminAt("/collections/shared/records/" + id);
    field(page, "title").fill("Mine");
    field(page, "stars").fill("3");
    server.patch(
        admin,
        "/api/collections/shared/records/" + id,
        "{\"data\": {\"title\": \"Theirs\", \"note\": \"b\"}}");
    button(page, "Save").click();
    assertThat(page.getByText("Somebody else was faster")).isVisible();
    assertThat(page.getByText("Changed by both")).hasCount(1);
    Browser.checkAccessibility(page);
    page.getByRole(AriaRole.RADIO, named("title: Theirs")).check();
    button(page, "Save this").click();
    assertThat(page.getByText("The record has been saved.")).isVisible();
    var saved = server.get(admin, "/api/collections/shared/records/" + id).json().get("data");
    assertThat(saved.get("title").asString()).isEqualTo("Theirs");
    assertThat(saved.get("stars").asInt()).isEqualTo(3);
    assertThat(saved.get("note").asString()).isEqualTo("b");
    refusedByServer();
  }

  @Test
  void cells_are_written_in_and_a_row_is_saved_as_one() {
    make("cells");
    create("cells", "{\"title\": \"First\", \"stars\": 1}");
    var page = adminAt("/collections/cells/records");
    cell(page, "First").dblclick();
    page.keyboard().type("Better");
    page.keyboard().press("Tab");
    page.keyboard().type("9");
    page.keyboard().press("Enter");
    assertThat(page.getByText("must be at most 5")).isVisible();
    Browser.checkAccessibility(page);
    page.getByLabel("stars", exactly()).fill("2");
    page.keyboard().press("Enter");
    assertThat(page.getByText("The record has been saved.")).isVisible();
    assertThat(row(page, "Better")).containsText("2");
    button(page, "Undo").click();
    assertThat(row(page, "First")).isVisible();

    page.getByRole(AriaRole.GRID).focus();
    page.keyboard().press("Control+Home");
    page.keyboard().press("Home");
    page.keyboard().press("e");
    page.keyboard().type("Never");
    page.keyboard().press("Escape");
    assertThat(row(page, "First")).isVisible();
    page.keyboard().press("Enter");
    assertThat(field(page, "title")).hasValue("First");
    refusedByServer();
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
  void the_panel_goes_to_the_neighbours_and_a_new_draft_outlives_a_reload() {
    make("drafts");
    IntStream.range(0, 3).forEach(n -> create("drafts", "{\"title\": \"No %d\"}".formatted(n)));
    var page = adminAt("/collections/drafts/records?sort=title");
    cell(page, "No 0").click();
    page.keyboard().press("Enter");
    assertThat(field(page, "title")).hasValue("No 0");
    page.keyboard().press("Alt+ArrowDown");
    assertThat(field(page, "title")).hasValue("No 1");
    page.keyboard().press("j");
    assertThat(field(page, "title")).hasValue("No 2");
    page.keyboard().press("Alt+ArrowDown");
    page.keyboard().press("Alt+k");
    assertThat(field(page, "title")).hasValue("No 1");
    page.keyboard().press("e");
    page.keyboard().type("!");
    page.keyboard().press("Alt+ArrowUp");
    assertThat(page.getByText("Discard changes?")).isVisible();
    button(page, "Discard changes").click();
    assertThat(field(page, "title")).hasValue("No 0");
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.GRID)).isFocused();

    page.keyboard().press("n");
    assertThat(field(page, "title")).isFocused();
    page.keyboard().type("Not yet");
    page.reload();
    assertThat(button(page, "Restore")).isVisible();
    Browser.checkAccessibility(page);
    button(page, "Restore").click();
    assertThat(field(page, "title")).hasValue("Not yet");
    button(page, "Create").click();
    assertThat(cell(page, "Not yet")).isVisible();
    page.keyboard().press("n");
    assertThat(field(page, "title")).hasValue("");
    assertThat(button(page, "Restore")).hasCount(0);
  }

  @Test
  void what_is_refused_in_a_cell_is_said_at_the_cell() {
    make("refused");
    create("refused", "{\"title\": \"One\", \"stars\": 1}");
    create("refused", "{\"title\": \"Two\", \"stars\": 2}");
    var page = adminAt("/collections/refused/records?sort=title");
    cell(page, "One").dblclick();
    page.getByLabel("title", exactly()).fill("x".repeat(101));
    page.keyboard().press("Tab");
    page.keyboard().type("3");
    page.keyboard().press("Enter");
    var note = page.getByRole(AriaRole.GRID).getByRole(AriaRole.ALERT);
    assertThat(note).isVisible();
    assertThat(page.getByLabel("title", exactly())).isFocused();
    note.click(new ClickOptions().setTrial(true)); // nothing lies above it
    page.getByLabel("title", exactly()).fill("First");
    page.keyboard().press("Control+s");
    assertThat(row(page, "First")).containsText("3");

    cell(page, "Two").dblclick();
    assertThat(page.getByLabel("title", exactly())).isFocused();
    page.keyboard().type("Second");
    page.keyboard().press("Tab");
    page.keyboard().type("9");
    page.keyboard().press("Tab");
    menu(page, "stars", "Hide");
    assertThat(page.getByText("stars: must be at most 5")).isVisible();
    assertThat(cell(page, "Second")).isVisible();
    refusedByServer();
  }

  @Test
  void a_row_that_is_begun_while_another_one_is_saved_waits_for_it() {
    make("waiting");
    create("waiting", "{\"title\": \"One\"}");
    create("waiting", "{\"title\": \"Two\"}");
    var page = adminAt("/collections/waiting/records?sort=title");
    cell(page, "One").dblclick();
    var written = page.getByLabel("title", exactly());
    written.fill("First");
    var held = new ArrayList<Route>();
    page.route("**/waiting/records/*", route -> holdFirstPatch(route, held));
    page.keyboard().press("Enter");
    page.waitForCondition(() -> held.size() == 1);
    cell(page, "Two").dblclick();
    held.getFirst().resume();
    assertThat(written).hasValue("Two");
    assertThat(written).isFocused();
    written.fill("Second");
    page.keyboard().press("Enter");
    assertThat(written).hasCount(0);
    assertThat(cell(page, "First")).isVisible();
    assertThat(cell(page, "Second")).isVisible();
  }

  @Test
  void what_is_written_while_a_record_is_saved_stays() {
    make("later");
    var id = create("later", "{\"title\": \"One\"}");
    var page = adminAt("/collections/later/records/" + id);
    field(page, "title").fill("Two");
    var held = new ArrayList<Route>();
    page.route("**/later/records/*", route -> holdFirstPatch(route, held));
    button(page, "Save").click();
    page.waitForCondition(() -> held.size() == 1);
    field(page, "title").fill("Three");
    held.getFirst().resume();
    assertThat(row(page, "Two")).isVisible();
    assertThat(field(page, "title")).hasValue("Three");
    button(page, "Save").click();
    assertThat(row(page, "Three")).isVisible();
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
  }

  private static void holdFirstPatch(Route route, List<Route> held) {
    if (held.isEmpty() && route.request().method().equals("PATCH")) {
      held.add(route);
    } else {
      route.resume();
    }
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

  @Test
  void whole_numbers_keep_all_their_digits() {
    var properties = "{\"serial\": {\"type\": \"integer\"}, \"more\": {}}";
    server.post(
        admin,
        "/api/collections",
        "{\"name\": \"large\", \"label\": \"large\","
            + " \"schema\": {\"type\": \"object\", \"properties\": "
            + properties
            + "}}");
    var id =
        create("large", "{\"serial\": 9007199254740993, \"more\": {\"of\": [9007199254740995]}}");
    var filter = "{\"serial\": 9007199254740993}";
    var page =
        adminAt(
            "/collections/large/records?filter="
                + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    assertThat(row(page, "{\"of\":[9007199254740995]}")).containsText("9007199254740993");
    cell(page, "9007199254740993").dblclick();
    page.getByLabel("serial", exactly()).fill("-9223372036854775808");
    page.keyboard().press("Enter");
    assertThat(page.getByText("The record has been saved.")).isVisible();
    page.navigate("/admin/collections/large/records/" + id);
    assertThat(field(page, "serial")).hasValue("-9223372036854775808");
    page.getByRole(AriaRole.TAB, named("JSON")).click();
    var json = page.locator(".cm-content");
    assertThat(json).containsText("9007199254740995");
    json.fill("{\"more\": 9007199254740997}");
    button(page, "Save").click();
    assertThat(row(page, "9007199254740997")).containsText("-9223372036854775808");
    var data = server.get(admin, "/api/collections/large/records/" + id).json().get("data");
    assertThat(data.get("serial").longValue()).isEqualTo(Long.MIN_VALUE);
    assertThat(data.get("more").longValue()).isEqualTo(9007199254740997L);
  }

  /** The browser tells of each answer that is no success; these tests provoke some. */
  private void refusedByServer() {
    assertThat(browser.faults()).allMatch(it -> it.matches(".*(400|412).*"));
  }

  private void make(String name) {
    server.post(
        admin,
        "/api/collections",
        "{\"name\": \"%s\", \"label\": \"%s\", \"schema\": %s}".formatted(name, name, FIELDS));
  }

  private String create(String collection, String data) {
    var reply =
        server.post(
            admin, "/api/collections/" + collection + "/records", "{\"data\": " + data + "}");
    return reply.json().get("id").asString();
  }

  /**
   * What is written into a field of the panel; the table behind it has columns of the same names.
   */
  private static Locator field(Page page, String name) {
    return page.getByRole(AriaRole.DIALOG).getByLabel(name);
  }

  private static Locator cell(Page page, String text) {
    return page.getByRole(AriaRole.GRIDCELL, named(text));
  }

  private static Locator head(Page page, String name) {
    var named = new GetByRoleOptions().setName(Pattern.compile("^" + name + "\\b.*"));
    return page.getByRole(AriaRole.COLUMNHEADER, named);
  }

  /** Does what the menu of a column offers. */
  private static void menu(Page page, String column, String action) {
    head(page, column).hover();
    button(page, "Column " + column).click();
    page.getByRole(AriaRole.MENUITEM, named(action)).click();
  }

  private static Locator rowAt(Page page, int index) {
    return page.locator("[data-row='" + index + "']");
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Page.GetByTextOptions exactText() {
    return new Page.GetByTextOptions().setExact(true);
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
}
