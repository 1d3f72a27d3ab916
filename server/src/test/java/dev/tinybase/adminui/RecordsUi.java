package dev.tinybase.adminui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;

/** What tests of records share: their collections, and words for what is on the page. */
abstract class RecordsUi extends AdminUi {
  private static final String FIELDS =
      """
      {"fields": [
        {"name": "title", "type": "string", "required": true, "max_length": 100},
        {"name": "stars", "type": "integer", "min": 0, "max": 5},
        {"name": "open", "type": "boolean"},
        {"name": "tags", "type": "list[string]"},
        {"name": "note", "type": "string"}]}
      """;

  String admin = "";

  @BeforeAll
  void logIn() {
    admin = server.adminToken();
  }

  /** The browser tells of each answer that is no success; these tests provoke some. */
  void refusedByServer() {
    assertThat(browser.faults()).allMatch(it -> it.matches(".*(400|412).*"));
  }

  void make(String name) {
    server.post(
        admin,
        "/api/collections",
        "{\"name\": \"%s\", \"label\": \"%s\", \"schema\": %s}".formatted(name, name, FIELDS));
  }

  String create(String collection, String data) {
    var reply =
        server.post(
            admin, "/api/collections/" + collection + "/records", "{\"data\": " + data + "}");
    return reply.json().get("id").asString();
  }

  /**
   * What is written into a field of the panel; the table behind it has columns of the same names.
   */
  static Locator field(Page page, String name) {
    return page.getByRole(AriaRole.DIALOG).getByLabel(name);
  }

  static Locator cell(Page page, String text) {
    return page.getByRole(AriaRole.GRIDCELL, named(text));
  }

  static Locator head(Page page, String name) {
    var named = new GetByRoleOptions().setName(Pattern.compile("^" + name + "\\b.*"));
    return page.getByRole(AriaRole.COLUMNHEADER, named);
  }

  /** Does what the menu of a column offers. */
  static void menu(Page page, String column, String action) {
    head(page, column).hover();
    button(page, "Column " + column).click();
    page.getByRole(AriaRole.MENUITEM, named(action)).click();
  }

  static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
