package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Browser;
import dev.tinybase.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a collection is made of, and who may do what with it. */
class SchemaUiTest extends AdminUi {
  private void books(String name) {
    var admin = server.adminToken();
    var made =
        server.post(
            admin,
            "/api/collections",
            """
            {"name": "%s", "label": "Books", "schema": {"fields": [
              {"name": "title", "type": "string", "required": true},
              {"name": "pages", "type": "integer"},
              {"name": "price", "type": "decimal"}]}}
            """
                .formatted(name));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    for (int pages : new int[] {50, 100, 300}) {
      var book = "{\"data\": {\"title\": \"Sea\", \"price\": \"9.50\", \"pages\": " + pages + "}}";
      server.post(admin, "/api/collections/" + name + "/records", book);
    }
  }

  private static Locator field(Page page, String name) {
    return page.locator("li[data-field='" + name + "']");
  }

  /** What a field is dragged by. */
  private static Locator handle(Page page, String name) {
    return button(page, "Move " + name + " with the arrow keys");
  }

  private static void choose(Page page, String menu, String action) {
    button(page, menu).click();
    page.getByRole(AriaRole.MENUITEM, named(action)).click();
  }

  private String fieldNames(String collection) {
    var fields =
        server
            .get(server.adminToken(), "/api/collections/" + collection)
            .json()
            .at("/schema/fields");
    return String.join(" ", fields.values().stream().map(it -> it.get("name").asString()).toList());
  }

  @Test
  void a_collection_of_several_types_is_made_by_clicking() {
    var page = adminAt("/collections");
    button(page, "New collection").first().click();
    page.getByLabel("Label").fill("Books on the sea");
    page.getByLabel("Name of the field").nth(1).fill("pages");
    page.getByLabel("Type of the field").nth(1).selectOption("integer");
    button(page, "Add field").click();
    page.getByLabel("Name of the field").nth(2).fill("genre");
    button(page, "Constraints of genre").click();
    page.getByLabel("Allowed values").fill("novel");
    page.keyboard().press("Enter");
    page.getByLabel("Allowed values").fill("guide");
    page.keyboard().press("Enter");
    page.getByLabel("Default").fill("poem");
    Browser.checkAccessibility(page);
    button(page, "Create").click();
    assertThat(field(page, "genre")).containsText("poem");

    page.getByLabel("Default").fill("novel");
    button(page, "Create").dblclick();
    assertThat(page).hasURL(Pattern.compile(".*/admin/collections/books_on_the_sea/records.*"));
    var genre =
        server
            .get(server.adminToken(), "/api/collections/books_on_the_sea")
            .json()
            .at("/schema/fields/2");
    assertThat(genre.at("/values/1").asString()).isEqualTo("guide");
    assertThat(genre.get("default").asString()).isEqualTo("novel");
    refused("400", "/api/collections");
  }

  @Test
  void a_schema_changes_after_a_review_that_tells_what_is_lost() {
    books("novels");
    var page = adminAt("/collections/novels/schema");
    field(page, "title").getByLabel("Name of the field").fill("headline");
    choose(page, "Actions for the field pages", "Move up");
    choose(page, "Actions for the field price", "Remove");
    assertThat(field(page, "price")).containsText("Will be removed");
    Browser.checkAccessibility(page);
    page.reload();
    assertThat(field(page, "headline")).containsText("was title");

    page.keyboard().press("Control+s");
    var review = page.getByRole(AriaRole.DIALOG);
    assertThat(review).containsText("Rename title to headline");
    assertThat(review).containsText("3 records lose their values.");
    Browser.checkAccessibility(page);
    button(page, "Save changes").dblclick();
    assertThat(page.getByText("The collection novels has been changed.")).isVisible();
    assertThat(fieldNames("novels")).isEqualTo("pages headline");
    var records = server.get(server.adminToken(), "/api/collections/novels/records");
    assertThat(records.json().at("/records/0/data/headline").asString()).isEqualTo("Sea");
  }

  @Test
  void changes_survive_that_somebody_else_has_saved_before() {
    books("guides");
    var page = adminAt("/collections/guides/schema");
    field(page, "pages").getByLabel("Type of the field").selectOption("string");
    server.patch(
        server.adminToken(),
        "/api/collections/guides",
        """
        {"schema": {"fields": [{"name": "title", "type": "string", "required": true},
          {"name": "pages", "type": "integer"}, {"name": "price", "type": "decimal"},
          {"name": "theirs", "type": "date"}]}}
        """);
    button(page, "Review changes").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Somebody else");
    button(page, "Go on over their version").click();
    assertThat(field(page, "theirs")).isVisible();
    link(page, "Collections").first().click();
    button(page, "Cancel").click();
    button(page, "Review changes").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("3 values are converted.");
    button(page, "Save changes").click();
    assertThat(page.getByText("The collection guides has been changed.")).isVisible();
    assertThat(fieldNames("guides")).isEqualTo("title pages price theirs");
    assertThat(browser.faults()).allMatch(it -> it.contains("409"));
  }

  @Test
  void a_condition_for_access_is_built_read_aloud_and_in_force() {
    books("atlases");
    var page = adminAt("/collections/atlases/access");
    page.getByLabel("List: Condition").check();
    assertThat(page.locator("[data-sentence=list]"))
        .containsText("Whoever is signed in may list their own atlases.");
    page.getByLabel("Field", new Page.GetByLabelOptions().setExact(true)).selectOption("pages");
    page.getByLabel("Comparison").selectOption("gte");
    page.getByLabel("Value", new Page.GetByLabelOptions().setExact(true)).fill("100");
    assertThat(page.locator("[data-sentence=list]"))
        .containsText("Anyone may list atlases where pages is at least 100.");
    Browser.checkAccessibility(page);
    button(page, "Review changes").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("access.list is public");
    button(page, "Save changes").click();
    assertThat(page.getByText("The collection atlases has been changed.")).isVisible();
    button(page, "Try as anonymous").click();
    assertThat(page.getByText("200: 2 records")).isVisible();
    var anonymous = server.get(null, "/api/collections/atlases/records?total=true");
    assertThat(anonymous.json().get("total").longValue()).isEqualTo(2);

    page.navigate("/admin/collections?view=rules");
    assertThat(row(page, "atlases")).containsText("Condition");
    Browser.checkAccessibility(page);
  }

  @Test
  void a_collection_is_duplicated_and_deleted_by_typing_its_name() {
    books("poems");
    var page = adminAt("/collections?search=poems");
    choose(page, "Actions for poems", "Duplicate");
    Browser.checkAccessibility(page);
    button(page, "Duplicate").click();
    assertThat(page).hasURL(Pattern.compile(".*/collections/poems_copy/schema.*"));
    assertThat(fieldNames("poems_copy")).isEqualTo("title pages price");

    page.navigate("/admin/collections?search=poems");
    choose(page, "Actions for poems", "Delete");
    assertThat(page.getByText("its 3 records are removed for good")).isVisible();
    page.getByLabel("Type poems to confirm").fill("poems");
    button(page, "Delete collection").click();
    assertThat(page.getByText("The collection poems has been deleted.")).isVisible();
    assertThat(server.get(server.adminToken(), "/api/collections/poems").status()).isEqualTo(404);
  }

  @Test
  void a_field_goes_where_the_mouse_drops_it_or_the_arrow_keys_move_it() {
    books("shelves");
    var page = adminAt("/collections/shelves/schema");
    var list = page.locator("li[data-field]");
    assertThat(field(page, "price")).hasAttribute("draggable", "true");
    handle(page, "price").dragTo(field(page, "title"));
    assertThat(list.first()).hasAttribute("data-field", "price");
    handle(page, "price").dragTo(field(page, "title"));
    assertThat(list.first()).hasAttribute("data-field", "title");
    assertThat(list.nth(1)).hasAttribute("data-field", "price");

    handle(page, "pages").press("ArrowUp");
    page.keyboard().press("ArrowUp");
    assertThat(list.first()).hasAttribute("data-field", "pages");
    assertThat(handle(page, "pages")).isFocused();
    page.keyboard().press("ArrowUp");
    page.keyboard().press("Control+s");
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Change the order of the fields");
    button(page, "Save changes").click();
    assertThat(page.getByText("The collection shelves has been changed.")).isVisible();
    assertThat(fieldNames("shelves")).isEqualTo("pages title price");
  }

  @Test
  void a_definition_is_edited_as_json_and_reviewed() {
    books("essays");
    var page = adminAt("/collections/essays/schema");
    button(page, "Definition").click();
    var editor = page.locator(".cm-content");
    editor.fill("{\"schema\": ");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("This is not JSON");
    assertThat(field(page, "pages")).isVisible();
    editor.fill(
        """
        {"label": "Essays", "schema": {"fields": [
          {"name": "headline", "type": "string", "required": true, "renamed_from": "title"},
          {"name": "price", "type": "decimal", "min": "0"}, {"name": "written", "type": "date"}]},
         "options": {"unknown": "ignore"}}
        """);
    assertThat(field(page, "headline")).containsText("was title");
    assertThat(field(page, "pages")).containsText("Will be removed");
    assertThat(page.getByLabel("Label")).hasValue("Essays");
    button(page, "Review changes").click();
    var review = page.getByRole(AriaRole.DIALOG);
    for (var step :
        "Rename title to headline;Remove the field pages;Add the field written;Change the label"
            .split(";", -1)) {
      assertThat(review).containsText(step);
    }
    button(page, "Save changes").click();
    assertThat(page.getByText("The collection essays has been changed.")).isVisible();
    assertThat(fieldNames("essays")).isEqualTo("headline price written");
  }

  @Test
  void a_conversion_that_records_stand_in_the_way_of_names_them_and_what_to_do() {
    books("diaries");
    var page = adminAt("/collections/diaries/schema");
    field(page, "title").getByLabel("Type of the field").selectOption("integer");
    button(page, "Review changes").click();
    var refusal = page.getByRole(AriaRole.ALERT);
    assertThat(refusal).containsText("Cannot convert 'title' from string to integer");
    assertThat(refusal).containsText("Change these records first");
    assertThat(button(page, "Save changes")).isDisabled();
    Browser.checkAccessibility(page);
    var record = page.context().waitForPage(() -> refusal.getByRole(AriaRole.LINK).first().click());
    assertThat(record.locator("[data-field=title] textarea")).hasValue("Sea");
    record.close();

    page.keyboard().press("Escape");
    assertThat(field(page, "title")).containsText("Sea");
    field(page, "title").getByLabel("Type of the field").selectOption("string");
    field(page, "pages").getByLabel("Type of the field").selectOption("decimal");
    button(page, "Review changes").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("3 values are converted.");
    refused("400", "/api/collections/diaries?dry_run=true");
  }

  @Test
  void schemas_are_imported_from_files_after_a_check_all_of_them_or_none() {
    books("letters");
    var page = adminAt("/collections");
    choose(page, "Actions", "Import schemas");
    var files = page.locator("input[type=file]");
    files.setInputFiles(
        new FilePayload[] {
          json("a.json", "{\"name\": \"stamps\", \"schema\": {\"fields\": [{\"name\": \"x\"}]}}"),
          json(
              "b.json",
              """
              [{"name": "letters", "label": "Books", "schema": {"fields": [
                {"name": "title", "type": "string", "required": true},
                {"name": "pages", "type": "nothing"}]}}]
              """)
        });
    button(page, "Check").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("unknown type 'nothing'");
    refused("400", "/api/admin/deploy");

    var editor = page.locator(".cm-content");
    editor.fill(editor.innerText().replace("nothing", "integer"));
    button(page, "Check").click();
    var dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("will be made");
    assertThat(dialog).containsText("3 records lose their values.");
    Browser.checkAccessibility(page);
    assertThat(server.get(server.adminToken(), "/api/collections/stamps").status()).isEqualTo(404);
    button(page, "Apply").click();
    assertThat(page.getByText("2 collections are as declared.")).isVisible();
    assertThat(fieldNames("letters")).isEqualTo("title pages");
    assertThat(fieldNames("stamps")).isEqualTo("x");

    var exported = page.waitForDownload(() -> choose(page, "Actions", "Export schemas"));
    choose(page, "Actions", "Import schemas");
    editor.fill(""); // else what was applied might be checked before the file is read
    files.setInputFiles(exported.path());
    button(page, "Check").click();
    assertThat(dialog).containsText("lettersis so already");
  }

  private static FilePayload json(String name, String text) {
    return new FilePayload(name, "application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void all_constraints_of_all_types_are_set_by_a_form() {
    var page = adminAt("/collections/new");
    page.getByLabel("Label").fill("Everything");
    constrain(page, 0, "title", "string");
    page.getByLabel("Label").nth(1).fill("The title");
    page.getByLabel("Description").fill("As on the cover");
    page.getByLabel("Default").fill("ab-1");
    page.getByLabel("Least length").fill("2");
    page.getByLabel("Greatest length").fill("90");
    page.getByLabel("Pattern", new Page.GetByLabelOptions().setExact(true)).fill("^[a-z]");
    page.getByLabel("Try the pattern").fill("Ab");
    assertThat(page.getByText("It does not match.")).isVisible();
    page.getByLabel("Format").selectOption("slug");
    for (var flag : new String[] {"May be null", "Index", "Hidden", "Read only"}) {
      page.getByLabel(flag).check();
    }
    close(page, "title");
    constrain(page, 1, "size", "integer");
    page.getByLabel("Least value").fill("-5");
    page.getByLabel("Greatest value").fill("9223372036854775808");
    button(page, "Create").click();
    assertThat(field(page, "size")).containsText("'max' must be a whole number of 64 bits");
    page.getByLabel("Greatest value").fill("12");
    close(page, "size");
    button(page, "Add field").click();
    constrain(page, 2, "price", "decimal");
    page.getByLabel("Least value").fill("0.1");
    page.getByLabel("Unique").check();
    close(page, "price");
    button(page, "Add field").click();
    constrain(page, 3, "sold", "boolean");
    page.getByLabel("Default").selectOption("false");
    close(page, "sold");
    button(page, "Add field").click();
    constrain(page, 4, "tags", "list[string]");
    page.getByLabel("Fewest items").fill("1");
    page.getByLabel("Most items").fill("5");
    page.getByLabel("Greatest length").fill("20");
    page.getByLabel("Allowed values").fill("sea");
    page.keyboard().press("Enter");
    Browser.checkAccessibility(page);
    close(page, "tags");
    button(page, "Add field").click();
    constrain(page, 5, "marks", "list[integer]");
    page.getByLabel("Least value").fill("1");
    page.keyboard().press("Control+s");
    assertThat(page).hasURL(Pattern.compile(".*/collections/everything/records.*"));
    assertThat(server.get(server.adminToken(), "/api/collections/everything").json().at("/schema"))
        .isEqualTo(Json.parse(EVERYTHING));
    refused("400", "/api/collections");
  }

  private static final String EVERYTHING =
      """
      {"fields": [
        {"name": "title", "type": "string", "required": true, "nullable": true, "default": "ab-1",
         "min_length": 2, "max_length": 90, "pattern": "^[a-z]", "format": "slug",
         "description": "As on the cover", "label": "The title", "index": true,
         "hidden": true, "read_only": true},
        {"name": "size", "type": "integer", "required": false, "min": -5, "max": 12},
        {"name": "price", "type": "decimal", "required": false, "min": "0.1", "unique": true},
        {"name": "sold", "type": "boolean", "required": false, "default": false},
        {"name": "tags", "type": "list[string]", "required": false, "min_length": 1,
         "max_length": 5, "items": {"max_length": 20, "values": ["sea"]}},
        {"name": "marks", "type": "list[integer]", "required": false, "items": {"min": 1}}]}
      """;

  private static void constrain(Page page, int index, String name, String type) {
    page.getByLabel("Name of the field").nth(index).fill(name);
    page.getByLabel("Type of the field").nth(index).selectOption(type);
    button(page, "Constraints of " + name).click();
  }

  private static void close(Page page, String name) {
    button(page, "Constraints of " + name).click();
  }

  @Test
  void indexes_and_options_are_set_beside_the_fields() {
    books("maps");
    var page = adminAt("/collections/maps/schema");
    button(page, "Add index").click();
    page.getByLabel("Fields of index 1").fill("title");
    page.keyboard().press("Enter");
    page.getByLabel("Fields of index 1").fill("-pages");
    page.keyboard().press("Enter");
    page.getByLabel("Unique").check();
    page.getByLabel("Convert what plainly means the type").check();
    page.getByLabel("Ignore unknown keys").check();
    button(page, "Review changes").click();
    var review = page.getByRole(AriaRole.DIALOG);
    assertThat(review).containsText("Add an index over title, pages");
    assertThat(review).containsText("Change options or access");
    button(page, "Save changes").click();
    assertThat(page.getByText("The collection maps has been changed.")).isVisible();
    assertThat(server.get(server.adminToken(), "/api/collections/maps").json().get("options"))
        .isEqualTo(
            Json.parse(
                """
                {"indexes": [{"fields": ["title", "-pages"], "unique": true}],
                 "unknown": "ignore", "coerce": true}
                """));

    button(page, "Remove index 1").click();
    page.keyboard().press("Control+s");
    assertThat(review).containsText("Remove the index over title, pages");
  }

  @Test
  void what_was_not_saved_survives_a_reload_and_a_session_that_ends() {
    books("songs");
    var page = adminAt("/collections/new");
    page.getByLabel("Label").fill("Begun");
    page.getByLabel("Name of the field").first().fill("verse");
    page.reload();
    assertThat(page.getByLabel("Name of the field").first()).hasValue("verse");
    assertThat(page.getByText("Your unsaved changes are here again.")).isVisible();

    page.navigate("/admin/collections/songs/access");
    page.getByLabel("List: Anyone").check();
    page.reload();
    assertThat(page.getByText("Anyone may list songs, without an account.")).isVisible();
    page.evaluate(
        """
        () => {
          const session = JSON.parse(localStorage.getItem('tinybase.session'));
          const gone = { ...session, accessToken: 'x', refreshToken: 'x', expiresAt: 0 };
          localStorage.setItem('tinybase.session', JSON.stringify(gone));
        }
        """);
    page.reload();
    page.getByLabel("Password").fill(TestServer.PASSWORD);
    button(page, "Go on").click();
    assertThat(page.getByLabel("List: Anyone")).isChecked();
    button(page, "Review changes").click();
    button(page, "Save changes").click();
    assertThat(page.getByText("The collection songs has been changed.")).isVisible();

    page.navigate("/admin/collections/new");
    assertThat(page.getByLabel("Label")).hasValue("Begun");
    button(page, "Discard").click();
    assertThat(page.getByLabel("Label")).hasValue("");
    assertThat(browser.faults()).allMatch(it -> it.contains("401"));
  }
}
