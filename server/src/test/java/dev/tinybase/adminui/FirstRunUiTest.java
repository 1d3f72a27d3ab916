package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tinybase.testing.Browser;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** From the link that the server prints to the first call of a function. */
class FirstRunUiTest extends AdminUi {
  @Test
  void the_set_up_link_leads_to_an_admin_a_sample_a_request_and_a_call() {
    server.tinybase().database().write(sql -> sql.update("delete from _users"));
    var token = server.tinybase().auth().setupToken().open().orElseThrow();
    var page = browser.open(desktop());
    page.navigate("/setup?token=" + token);
    makeAdmin(page);

    assertThat(step(page, "Make a collection").getByLabel("Done")).hasCount(0);
    button(page, "Event calendar").click();
    assertThat(step(page, "Make a collection").getByLabel("Done")).isVisible();
    button(page, "Send request").click();
    assertThat(page.getByText(Pattern.compile("^200 · \\d+ ms$"))).isVisible();
    assertThat(page.getByLabel("Answer")).containsText("\"title\"");
    button(page, "Deploy and call it").click();
    assertThat(page.getByText("\"Hello, TinyBase\"")).isVisible();
    assertThat(page.getByText("That was all")).isVisible();
    Browser.checkAccessibility(page);
    assertThat(server.tinybase().collections().list()).hasSize(1);

    page.reload();
    assertThat(page.getByText("Nothing right now.").or(page.getByText("There is no backup yet")))
        .isVisible();
    assertThat(page.getByText("Get to know your instance")).hasCount(0);
    page.navigate("/admin/setup?token=" + token);
    assertThat(page.getByText("This instance has an admin already.")).isVisible();
    refused("422", "/api/auth/setup");
  }

  /** What is wrong is said in place, and what was typed stays. */
  private static void makeAdmin(Page page) {
    assertThat(page).hasURL(Pattern.compile(".*/admin/setup\\?token=.*"));
    page.getByLabel("E-mail").fill("root@example.org");
    page.getByLabel("Password").fill("short");
    Browser.checkAccessibility(page);
    button(page, "Make the admin and go on").click();
    assertThat(page.getByText(Pattern.compile("8 to 1024|at least 8"))).isVisible();
    page.getByLabel("Password").fill("correct horse battery");
    button(page, "Make the admin and go on").click();
    assertThat(page).hasURL(Pattern.compile(".*/admin/$"));
  }

  private static Locator step(Page page, String title) {
    return page.getByRole(AriaRole.LISTITEM, named(title));
  }
}
