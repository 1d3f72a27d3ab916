package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator.ClickOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.tinybase.testing.Browser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records that are made and changed, in the panel and in the cells of the table. */
class RecordsUiTest extends RecordsUi {
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
    awaitRoutes(page);
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
    awaitRoutes(page);
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
}
