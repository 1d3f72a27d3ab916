package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.tinybase.auth.ClientInfo;
import dev.tinybase.testing.Browser;
import dev.tinybase.testing.TestServer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Accounts: made, found among many, changed, deleted. */
class UsersUiTest extends AdminUi {
  private static final String LETTERS =
      """
      {"name": "letters", "label": "Letters", "schema": {"fields": [{"name": "title", "type": "string"}]},
       "options": {"access": {"create": "auth"}}}
      """;
  private static final int MEMBERS = 250;

  @Test
  void an_account_is_made_found_changed_and_deleted() {
    var page = adminAt("/users");
    button(page, "New user").first().click();
    page.getByRole(AriaRole.TEXTBOX, named("E-mail")).fill("ada@example.org");
    Browser.checkAccessibility(page);
    button(page, "Create").click();
    assertThat(page.getByText("It is shown only now")).isVisible();
    var password = page.locator("pre").filter(hasDashes()).innerText();
    page.keyboard().press("Escape");
    assertThat(page.getByText(password)).isVisible(); // since nobody sees it again
    button(page, "I have copied it").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("ada@example.org");
    assertThat(
            server
                .post(
                    null,
                    "/api/auth/login",
                    "{\"email\": \"ada@example.org\", \"password\": \"%s\"}".formatted(password))
                .status())
        .isEqualTo(200);

    Browser.checkAccessibility(page);
    page.getByRole(AriaRole.TAB, named("Sessions")).click();
    button(page, "End").click();
    assertThat(page.getByText("Logged in nowhere.")).isVisible();
    page.getByRole(AriaRole.TAB, named("Records")).click();
    assertThat(page.getByText("No record belongs to this account.")).isVisible();
    page.getByRole(AriaRole.TAB, named("Account")).click();
    page.getByRole(AriaRole.TEXTBOX, named("E-mail")).fill("ada@example.com");
    page.keyboard().press("Control+s");
    assertThat(page.getByText("ada@example.com has been changed.")).isVisible();
    page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, inside("Close")).click();

    page.getByLabel("Search by e-mail").fill("ADA@");
    assertThat(row(page, "admin@example.com")).hasCount(0);
    row(page, "ada@example.com").click();
    button(page, "Delete").click();
    page.getByLabel("Type ada@example.com to confirm").fill("ada@example.com");
    button(page, "Delete user").click();
    assertThat(page.getByText("ada@example.com has been deleted.")).isVisible();

    page.navigate("/admin/users");
    row(page, TestServer.ADMIN).click();
    page.getByRole(AriaRole.SWITCH).click();
    button(page, "Save").click();
    assertThat(page.getByText("This is the last admin")).isVisible();
    assertThat(browser.faults()).allMatch(it -> it.contains("400"));
  }

  @Test
  void many_accounts_are_read_while_scrolling_and_one_is_found_by_a_part_of_its_email() {
    var admin = server.adminToken();
    server.post(admin, "/api/collections", LETTERS);
    var ada = server.user("ada.lovelace@example.org");
    var letter = server.post(ada, "/api/collections/letters/records", "{\"data\": {}}").json();
    server
        .tinybase()
        .auth()
        .logins()
        .login("ada.lovelace@example.org", TestServer.PASSWORD, ClientInfo.at("192.0.2.1"));
    var members =
        IntStream.range(0, MEMBERS)
            .mapToObj("{\"email\": \"member%03d@example.com\"}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(server.post(admin, "/api/admin/users/import", members).status()).isEqualTo(200);

    var page = adminAt("/users");
    assertThat(page.getByText(MEMBERS + 2 + " users")).isVisible();
    var rows = page.getByRole(AriaRole.ROW);
    assertThat(rows).hasCount(101); // the head is one
    rows.last().scrollIntoViewIfNeeded();
    assertThat(rows).hasCount(201);
    page.mouse().move(700, 500);
    page.mouse().wheel(0, 10_000);
    assertThat(rows).hasCount(MEMBERS + 3);
    assertThat(page.getByRole(AriaRole.COLUMNHEADER, named("Role"))).isInViewport();

    page.keyboard().press("/");
    page.keyboard().type("LOVELACE");
    assertThat(rows).hasCount(2);
    assertThat(page).hasURL(Pattern.compile("\\?search=LOVELACE$"));
    row(page, "ada.lovelace@example.org").focus();
    page.keyboard().press("Enter");
    page.getByRole(AriaRole.SWITCH).click();
    page.keyboard().press("Control+s");
    assertThat(page.getByText("ada.lovelace@example.org has been changed.")).isVisible();
    var found = server.get(admin, "/api/admin/users?search=lovelace").json().path("users").path(0);
    assertThat(found.path("is_admin").booleanValue()).isTrue();

    page.getByRole(AriaRole.TAB, named("Sessions")).click();
    button(page, "End all sessions").click();
    var sure = page.getByRole(AriaRole.DIALOG, named("End all sessions"));
    sure.getByRole(AriaRole.BUTTON, inside("End all sessions")).click();
    assertThat(page.getByText("2 sessions have ended.")).isVisible();
    assertThat(server.get(ada, "/api/auth/me").status()).isEqualTo(401);

    assertThat(sure).hasCount(0);
    page.keyboard().press("Escape");
    assertThat(row(page, "ada.lovelace@example.org")).isFocused();
    assertThat(row(page, "ada.lovelace@example.org")).containsText("Admin");
    page.keyboard().press("Enter");
    button(page, "Delete").click();
    assertThat(page.getByText("1 record belongs to it: in letters.")).isVisible();
    Browser.checkAccessibility(page);
    page.getByLabel("Type ada.lovelace@example.org to confirm").fill("ada.lovelace@example.org");
    page.keyboard().press("Enter");
    assertThat(page.getByText("ada.lovelace@example.org has been deleted.")).isVisible();
    assertThat(page.getByText("No e-mail has “LOVELACE” in it")).isVisible();
    var left = "/api/collections/letters/records/" + letter.path("id").stringValue();
    assertThat(server.get(admin, left).json().path("owner_id").isNull()).isTrue();
  }

  /** Messages have a button to close them as well. */
  private static Locator.GetByRoleOptions inside(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private static FilterOptions hasDashes() {
    return new FilterOptions().setHasText(Pattern.compile("^(\\w{4}-){3}\\w{4}$"));
  }
}
