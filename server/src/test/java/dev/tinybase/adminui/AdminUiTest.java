package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.tinybase.testing.Browser;
import dev.tinybase.testing.TestServer;
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
    page.getByLabel("Name of the field").nth(1).fill("stars");
    page.getByLabel("Type of the field").nth(1).selectOption("integer");
    Browser.checkAccessibility(page);
    button(page, "Create").click();

    assertThat(page).hasURL(Pattern.compile(".*/admin/collections/notes_of_the_day/records$"));
    button(page, "New record").first().click();
    page.getByLabel("title").fill("Walked by the sea");
    page.getByLabel("stars").fill("many");
    button(page, "Create").click();
    assertThat(page.getByText("This is no number.")).isVisible();
    page.getByLabel("stars").fill("5");
    Browser.checkAccessibility(page);
    page.keyboard().press("Control+s");
    assertThat(button(page, "Save")).isVisible();
    button(page, "Cancel").click();

    var row = row(page, "Walked by the sea");
    row.getByRole(AriaRole.BUTTON).click();
    page.getByRole(AriaRole.DIALOG).getByLabel("title").fill("Walked by the lake");
    button(page, "Save").click();
    assertThat(row(page, "Walked by the lake")).isVisible();
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
  void a_session_that_ends_asks_for_the_password_and_goes_on() {
    var page = loggedIn(desktop());
    page.evaluate(
        """
        () => {
          const session = JSON.parse(localStorage.getItem('tinybase.session'));
          const gone = { ...session, accessToken: 'x', refreshToken: 'x', expiresAt: 0 };
          localStorage.setItem('tinybase.session', JSON.stringify(gone));
        }
        """);
    page.navigate("/admin/collections");
    page.getByLabel("Password").fill(TestServer.PASSWORD);
    button(page, "Go on").click();
    assertThat(button(page, "New collection").first()).isVisible();
    assertThat(browser.faults()).allMatch(it -> it.contains("401"));
  }

  @Test
  void every_page_is_usable_by_everybody_in_the_dark_and_on_a_phone() {
    var stranger = browser.open(desktop());
    stranger.navigate("/");
    assertThat(button(stranger, "Log in")).isVisible();
    Browser.checkAccessibility(stranger);
    var dark = loggedIn(desktop().setColorScheme(ColorScheme.DARK));
    Browser.checkAccessibility(dark);
    dark.navigate("/admin/collections");
    assertThat(button(dark, "New collection").first()).isVisible();
    Browser.checkAccessibility(dark);
    dark.navigate("/admin/no/such/page");
    assertThat(dark.getByText("There is no page at this address.")).isVisible();
    Browser.checkAccessibility(dark);

    var phone = loggedIn(new NewContextOptions().setViewportSize(390, 800).setLocale("de-DE"));
    assertThat(phone.getByText("Braucht Aufmerksamkeit")).isVisible();
    Browser.checkAccessibility(phone);
    assertThat((Boolean) phone.evaluate("document.body.scrollWidth <= innerWidth")).isTrue();
    button(phone, "Menü").click();
    link(phone, "Sammlungen").click();
    assertThat(phone).hasURL(Pattern.compile(".*/admin/collections$"));
  }

  @Test
  void the_command_palette_goes_anywhere_by_keyboard() {
    var page = loggedIn(desktop());
    page.keyboard().press("Control+k");
    page.keyboard().type("collections");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*/admin/collections$"));
  }

  @Test
  void details_open_beside_a_list_that_stays_in_use() {
    server.user("first@example.com");
    server.user("second@example.com");
    var page = adminAt("/users");
    row(page, "first@example.com").click();
    assertThat(page.getByRole(AriaRole.DIALOG, named("first@example.com"))).isVisible();
    row(page, "second@example.com").click();
    assertThat(page.getByRole(AriaRole.DIALOG, named("second@example.com"))).isVisible();
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(1);

    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    assertThat(row(page, "second@example.com")).isFocused();
  }
}
