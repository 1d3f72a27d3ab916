package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.tinybase.testing.Browser;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The frame of all pages, and the way from no collection to a record. */
class AdminUiTest extends AdminUi {
  @Test
  void a_collection_is_made_by_clicking_and_a_record_lives_in_it() {
    var page = loggedIn(desktop());
    link(page, "Collections").click();
    button(page, "New collection").first().click();
    page.getByLabel("Label").fill("Notes of the day");
    button(page, "Add field").click();
    page.getByLabel("Name of the field").nth(2).fill("stars");
    page.getByLabel("Type of the field").nth(2).selectOption("integer");
    Browser.checkAccessibility(page);
    button(page, "Create").click();

    assertThat(page).hasURL(Pattern.compile(".*/admin/collections/notes_of_the_day/records$"));
    button(page, "New record").first().click();
    var panel = page.getByRole(AriaRole.DIALOG);
    panel.getByLabel("title").fill("Walked by the sea");
    panel.getByLabel("stars").fill("many");
    button(page, "Create").click();
    assertThat(page.getByText("This is no number.")).isVisible();
    panel.getByLabel("stars").fill("5");
    Browser.checkAccessibility(page);
    page.keyboard().press("Control+s");
    assertThat(button(page, "Save")).isVisible();
    button(page, "Cancel").click();

    var row = row(page, "Walked by the sea");
    row.getByRole(AriaRole.BUTTON).click();
    panel.getByLabel("title").fill("Walked by the lake");
    button(page, "Save").click();
    assertThat(row(page, "Walked by the lake")).isVisible();
    assertThat(panel).hasCount(0);
    Browser.checkAccessibility(page);

    row(page, "Walked by the lake").getByRole(AriaRole.BUTTON).click();
    button(page, "Delete").click();
    assertThat(page.getByText("No records yet")).isVisible();

    page.navigate("/admin/collections");
    button(page, "Actions for notes_of_the_day").click();
    page.getByRole(AriaRole.MENUITEM, named("Delete")).click();
    page.getByLabel("Type notes_of_the_day to confirm").fill("notes_of_the_day");
    button(page, "Delete collection").click();
    assertThat(page.getByText("The collection notes_of_the_day has been deleted.")).isVisible();
  }

  @Test
  void every_page_is_usable_by_everybody_in_the_dark_and_on_a_phone() {
    var stranger = browser.open(desktop());
    stranger.navigate("/");
    assertThat(button(stranger, "Log in")).isVisible();
    Browser.checkAccessibility(stranger);
    browser.closePages();
    var dark = loggedIn(desktop().setColorScheme(ColorScheme.DARK));
    Browser.checkAccessibility(dark);
    dark.navigate("/admin/collections");
    assertThat(button(dark, "New collection").first()).isVisible();
    Browser.checkAccessibility(dark);
    dark.navigate("/admin/no/such/page");
    assertThat(dark.getByText("There is no page at this address.")).isVisible();
    Browser.checkAccessibility(dark);

    browser.closePages();
    var phone = loggedIn(new NewContextOptions().setViewportSize(390, 800).setLocale("de-DE"));
    assertThat(phone.getByText("Handlungsbedarf")).isVisible();
    Browser.checkAccessibility(phone);
    phone.waitForFunction("() => document.body.scrollWidth <= innerWidth");
    button(phone, "Menü").click();
    link(phone, "Sammlungen").click();
    assertThat(phone).hasURL(Pattern.compile(".*/admin/collections$"));
  }

  @Test
  void the_command_palette_goes_anywhere_does_anything_and_knows_where_one_was() {
    var page = loggedIn(desktop());
    run(page, "collections", "Collections");
    assertThat(page).hasURL(Pattern.compile(".*/admin/collections$"));
    run(page, "new user", "New user");
    var dialog = page.getByRole(AriaRole.DIALOG, named("New user"));
    assertThat(dialog).isVisible();
    page.keyboard().press("Escape");
    assertThat(dialog).hasCount(0);
    page.keyboard().press("Control+k");
    var places = page.getByRole(AriaRole.OPTION);
    assertThat(places.first()).hasText(Pattern.compile("Collections\\s*Recent"));
    Browser.checkAccessibility(page);
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*/admin/collections$"));
    page.keyboard().press("?");
    assertThat(page.getByRole(AriaRole.DIALOG, named("Keys"))).containsText("Open the row");
  }

  @Test
  void theme_and_language_are_chosen_and_kept() {
    var page = adminAt("/settings");
    assertThat(page.locator("html")).hasAttribute("data-theme", "light");
    run(page, "switch between", "Switch between light and dark");
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    button(page, "Account and appearance").click();
    page.getByRole(AriaRole.MENUITEMRADIO, named("Deutsch")).click();
    assertThat(page.locator("h1")).hasText("Einstellungen");
    page.reload();
    assertThat(page.locator("h1")).hasText("Einstellungen");
    assertThat(page.locator("html")).hasAttribute("lang", "de");
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    button(page, "Konto und Darstellung").click();
    page.getByRole(AriaRole.MENUITEMRADIO, named("Wie das System")).click();
    assertThat(page.locator("html")).hasAttribute("data-theme", "light");
  }

  @Test
  void keys_return_to_where_a_dialog_was_opened() {
    var token = "{\"name\": \"export\", \"scopes\": [\"records:read\"]}";
    server.post(server.adminToken(), "/api/admin/application-tokens", token);
    var page = adminAt("/tokens");
    var menu = button(page, "Actions export");
    menu.press("Enter");
    assertThat(page.getByRole(AriaRole.MENUITEM, named("Deactivate"))).isFocused();
    page.keyboard().press("ArrowDown");
    assertThat(page.getByRole(AriaRole.MENUITEM, named("Revoke"))).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.getByLabel("Type export to confirm")).isFocused();
    page.keyboard().press("Escape");
    assertThat(menu).isFocused();
    page.keyboard().press("/");
    page.keyboard().press("Control+k");
    var palette = page.getByRole(AriaRole.DIALOG, named("Go to anything"));
    assertThat(palette.getByRole(AriaRole.COMBOBOX)).isFocused(); // Esc empties a search
    page.keyboard().press("Escape");
    assertThat(page.getByLabel("Search tokens")).isFocused();
    button(page, "New token").press("Enter");
    assertThat(page.getByRole(AriaRole.DIALOG, named("New token"))).isVisible();
    page.keyboard().press("Escape");
    assertThat(button(page, "New token")).isFocused();
  }

  private static void run(Page page, String text, String command) {
    find(page, text, command);
    page.keyboard().press("Enter");
  }
}
