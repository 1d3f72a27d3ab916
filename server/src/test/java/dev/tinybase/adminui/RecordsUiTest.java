package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.ClickOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import dev.tinybase.testing.Browser;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
    page.getByLabel("stars", new Page.GetByLabelOptions().setExact(true)).fill("2");
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
    button(page, "Add condition").first().click();
    Browser.checkAccessibility(page);
    page.getByRole(AriaRole.DIALOG).locator("select").first().selectOption("stars");
    page.getByRole(AriaRole.DIALOG).locator("input").last().fill("5");
    button(page, "Apply").click();
    assertThat(page.getByText("200 records")).isVisible();
    assertThat(page).hasURL(Pattern.compile(".*filter=.*stars.*"));
    var shared = adminAt(page.url().replaceAll("^.*/admin", ""));
    assertThat(shared.getByText("stars is 5")).isVisible();
    assertThat(shared.getByText("200 records")).isVisible();
    button(shared, "Remove condition").click();
    assertThat(shared.getByText("1,200 records")).isVisible();
  }

  @Test
  void a_long_table_is_sorted_chosen_from_and_scrolled_to_its_end() {
    var page = adminAt("/collections/places/records?sort=title");
    assertThat(cell(page, "Place 0000")).isVisible();
    page.getByLabel("Choose row 2", new Page.GetByLabelOptions().setExact(true)).click();
    page.getByLabel("Choose row 8", new Page.GetByLabelOptions().setExact(true))
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
    page.getByRole(AriaRole.COLUMNHEADER, header("title"))
        .getByRole(AriaRole.BUTTON)
        .first()
        .click();
    assertThat(cell(page, "Place 1199")).isVisible();
  }

  @Test
  void columns_are_hidden_widened_and_stay_so() {
    var page = adminAt("/collections/places/records");
    page.getByRole(AriaRole.COLUMNHEADER, header("stars")).hover();
    button(page, "Column stars").click();
    page.getByRole(AriaRole.MENUITEM, named("Hide")).click();
    assertThat(page.getByRole(AriaRole.COLUMNHEADER, header("stars"))).hasCount(0);
    var edge = page.getByRole(AriaRole.SEPARATOR, named("Width of title"));
    edge.press("ArrowRight");
    assertThat(edge).hasAttribute("aria-valuenow", "240");
    page.reload();
    assertThat(edge).hasAttribute("aria-valuenow", "240");
    assertThat(page.getByRole(AriaRole.COLUMNHEADER, header("stars"))).hasCount(0);
    button(page, "Columns").click();
    Browser.checkAccessibility(page);
    page.getByRole(AriaRole.CHECKBOX, named("stars")).click();
    assertThat(page.getByRole(AriaRole.COLUMNHEADER, header("stars"))).hasCount(1);
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

  private static GetByRoleOptions header(String name) {
    return new GetByRoleOptions().setName(Pattern.compile("^" + name + "\\b.*"));
  }
}
