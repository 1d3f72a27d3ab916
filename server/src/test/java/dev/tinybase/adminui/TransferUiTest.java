package dev.tinybase.adminui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many records at once: in by a file, changed and deleted by selection, out as a file. */
class TransferUiTest extends AdminUi {
  private static final int PLACES = 500;
  private static final List<Integer> BAD = List.of(17, 230, 401);

  private void collection(String name) {
    var made =
        server.post(
            server.adminToken(),
            "/api/collections",
            """
            {"name": "%s", "label": "Places", "schema": {"fields": [
              {"name": "name", "type": "string", "required": true, "unique": true},
              {"name": "street_address", "label": "Anschrift", "type": "string"},
              {"name": "seats", "type": "integer"}]}}
            """
                .formatted(name));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  /** A column has the label of its field, one another spelling, one no field at all. */
  private static FilePayload file(String name, IntStream places) {
    var rows =
        places
            .mapToObj(i ->
                "Place %d;\"Street %d; Vienna\";%s;x".formatted(i, i, BAD.contains(i) ? "many" : i))
            .collect(Collectors.joining("\n"));
    var text = "NAME;anschrift;Seats;comment\n" + rows + "\n";
    return new FilePayload(name, "text/csv", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void choose(Page page, FilePayload file) {
    page.locator("input[type=file]").setInputFiles(file);
    assertThat(page.getByText(file.name)).isVisible();
  }

  private long total(String collection, String query) {
    var path = "/api/collections/" + collection + "/records?limit=0" + query;
    return server.get(server.adminToken(), path).json().get("total").longValue();
  }

  private static String text(Download download) {
    try (var in = download.createReadStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Locator figure(Page page, String title) {
    var of = new Locator.FilterOptions();
    return page.locator("dl > div")
        .filter(of.setHas(page.locator("dt", new Page.LocatorOptions().setHasText(title))))
        .locator("dd");
  }

  @Test
  void five_hundred_places_are_tried_and_then_imported_without_three_bad_lines() {
    collection("places");
    var page = adminAt("/collections/places/import");
    Browser.checkAccessibility(page);
    choose(page, file("places.csv", IntStream.range(0, PLACES)));
    assertThat(page.getByLabel("Column NAME")).hasValue("name");
    assertThat(page.getByLabel("Column anschrift")).hasValue("street_address");
    assertThat(page.getByLabel("Column comment")).hasValue("");

    button(page, "Dry run").click();
    assertThat(page.getByText("Dry run: nothing has been saved")).isVisible();
    assertThat(figure(page, "would be made")).hasText("497");
    assertThat(figure(page, "would be refused")).hasText("3");
    assertThat(row(page, "seats: must be an integer")).hasCount(3);
    assertThat(row(page, "Place 17;")).containsText("19");
    Browser.checkAccessibility(page);
    assertThat(total("places", "")).isZero();

    button(page, "Import the good lines").click();
    assertThat(page.getByText("The import is done")).isVisible();
    assertThat(total("places", "")).isEqualTo(497);
    assertThat(total("places", "&filter[street_address]=Street%2042%3B%20Vienna")).isEqualTo(1);
    var refused = text(page.waitForDownload(() -> button(page, "Download refused lines").click()));
    assertThat(refused.lines())
        .hasSize(4)
        .anyMatch(it -> it.startsWith("Place 230;\"Street 230; Vienna\";many;x;232;\"seats: "));
    link(page, "Show the records").click();
    assertThat(page.getByText("497 records")).isVisible();
  }

  @Test
  void an_upsert_ends_at_the_first_bad_line_and_goes_on_behind_it() {
    collection("halls");
    var page = adminAt("/collections/halls/import");
    choose(page, file("halls.csv", IntStream.range(10, 25)));
    page.getByLabel("Lines are").selectOption("upsert");
    assertThat(page.getByText("No column gives id")).isVisible();
    page.getByLabel("Found by").selectOption("name");
    page.getByLabel("A bad line").selectOption("stop");
    button(page, "Import").click();
    assertThat(page.getByText("The import ended early")).isVisible();
    assertThat(figure(page, "made")).hasText("7");
    assertThat(total("halls", "")).isEqualTo(7);
    button(page, "Go on behind them").click();
    assertThat(page.getByText("The import is done")).isVisible();
    assertThat(total("halls", "")).isEqualTo(14);
    button(page, "Another file").click();
    var json = "[{\"Name\": \"Place 10\", \"Seats\": 77}, {\"Name\": \"New\"}]";
    choose(
        page, new FilePayload("h.json", "application/json", json.getBytes(StandardCharsets.UTF_8)));
    button(page, "Import").click();
    assertThat(figure(page, "changed")).hasText("1");
    assertThat(total("halls", "&filter[seats]=77")).isEqualTo(1);
  }

  private void places(String collection, int count) {
    var operations =
        IntStream.range(0, count)
            .mapToObj(i ->
                """
                {"op": "create", "collection": "%s", "data": {"name": "Place %d", "seats": %d}}
                """
                    .formatted(collection, i, i))
            .collect(Collectors.joining(","));
    var made =
        server.post(server.adminToken(), "/api/batch", "{\"operations\": [" + operations + "]}");
    assertThat(made.status()).as(made.text()).isEqualTo(200);
  }

  private static void select(Page page, String... texts) {
    for (var text : texts) {
      row(page, text).locator("input[type=checkbox]").click();
    }
    assertThat(page.getByRole(AriaRole.TOOLBAR)).containsText(texts.length + " selected");
  }

  private static Locator inDialog(Page page, AriaRole role, String name) {
    return page.getByRole(AriaRole.DIALOG)
        .getByRole(role, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void selected_records_are_edited_deleted_and_brought_back() {
    collection("rooms");
    places("rooms", 130);
    var page = adminAt("/collections/rooms/records");
    select(page, "Place 129", "Place 128");
    button(page, "Edit").click();
    inDialog(page, AriaRole.COMBOBOX, "Add a field").selectOption("seats");
    var seats = page.getByRole(AriaRole.DIALOG).locator("[data-field=seats]");
    seats.locator("input").fill("7.5");
    button(page, "Change records").click();
    assertThat(seats).containsText("must be an integer");
    assertThat(browser.faults()).allMatch(it -> it.contains("400"));
    assertThat(total("rooms", "&filter[seats]=129")).isEqualTo(1);
    seats.locator("input").fill("7000");
    assertThat(page.getByText("2 records will get")).isVisible();
    Browser.checkAccessibility(page);
    button(page, "Change records").click();
    assertThat(page.getByText("2 records have been changed.")).isVisible();
    assertThat(total("rooms", "&filter[seats]=7000")).isEqualTo(2);

    select(page, "Place 127", "Place 126", "Place 125");
    button(page, "Delete").click();
    assertThat(page.getByText("3 records have been deleted.")).isVisible();
    assertThat(total("rooms", "")).isEqualTo(127);
    button(page, "Undo").click();
    assertThat(page.getByText("3 records are there again.")).isVisible();
    assertThat(total("rooms", "&filter[name][in]=Place%20127,Place%20126,Place%20125"))
        .isEqualTo(3);

    select(page, "Place 124");
    page.getByText("Select all 130 that match").click();
    button(page, "Delete").click();
    Browser.checkAccessibility(page);
    page.getByLabel("Type 130 to confirm").fill("130");
    inDialog(page, AriaRole.BUTTON, "Delete").click();
    assertThat(page.getByText("130 records have been deleted.")).isVisible();
    assertThat(total("rooms", "")).isZero();
  }

  @Test
  void selected_records_leave_as_a_file_with_the_fields_that_were_chosen() {
    collection("desks");
    places("desks", 6);
    var page = adminAt("/collections/desks/records");
    select(page, "Place 2", "Place 4");
    button(page, "Export").click();
    inDialog(page, AriaRole.COMBOBOX, "Format").selectOption("json");
    inDialog(page, AriaRole.CHECKBOX, "Anschrift").uncheck();
    Browser.checkAccessibility(page);
    var file = page.waitForDownload(() -> inDialog(page, AriaRole.BUTTON, "Export").click());
    assertThat(file.suggestedFilename()).isEqualTo("desks.json");
    var records = Json.parse(text(file));
    assertThat(records.valueStream().map(it -> it.at("/data/name").stringValue()))
        .containsExactlyInAnyOrder("Place 2", "Place 4");
    assertThat(records.get(0).get("data").has("street_address")).isFalse();
  }
}
