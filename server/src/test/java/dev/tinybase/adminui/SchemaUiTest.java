package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tinybase.testing.Browser;
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
    button(page, "Create").click();
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
    button(page, "Save changes").click();
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
        .containsText("Whoever is signed in may list atlases where it is their own.");
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
}
