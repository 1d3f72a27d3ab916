package dev.tinybase.testing;

import static com.microsoft.playwright.options.ReducedMotion.REDUCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A browser for the pages of one server. What pages must never do is collected while tests use
 * them: errors on the console, exceptions of scripts, requests to other hosts.
 */
public final class Browser {
  /**
   * What checks accessibility; it is installed with what the admin UI is built by. A test of many
   * pages has it in each from their beginning, as an init script, which is cheaper.
   */
  public static final Path AXE = Path.of("../admin/node_modules/axe-core/axe.min.js");

  /** Calls axe, and tells each finding that matters in a line. */
  private static final String FINDINGS =
      """
      async ({ rules, except }) => (await axe.run({ exclude: except }, {
        resultTypes: ['violations'],
        ...(rules.length === 0 ? {} : { runOnly: rules }),
      })).violations
          .filter((it) => it.impact === 'serious' || it.impact === 'critical')
          .flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.html}`))
      """;

  private final com.microsoft.playwright.Browser chromium;
  private final String base;
  private final List<String> faults = new ArrayList<>();

  Browser(com.microsoft.playwright.Browser chromium, String base) {
    this.chromium = chromium;
    this.base = base;
  }

  /**
   * A page of somebody who has never been here. Nothing moves in it that could be caught halfway.
   */
  public Page open(com.microsoft.playwright.Browser.NewContextOptions options) {
    return watched(chromium.newContext(options.setBaseURL(base).setReducedMotion(REDUCE)));
  }

  private Page watched(BrowserContext context) {
    context.setDefaultTimeout(Chromium.DEADLINE_MS);
    var page = context.newPage();
    Chromium.slowDown(page);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        faults.add("console: " + message.text() + " " + message.location());
      }
    });
    page.onPageError(error -> faults.add("script: " + error));
    page.onRequest(request -> {
      if (Stream.of(base, "data:", "blob:").noneMatch(request.url()::startsWith)) {
        faults.add("another host: " + request.url());
      }
    });
    return page;
  }

  /** Ends all pages, so that they ask the server nothing while the next test runs. */
  public void closePages() {
    List.copyOf(chromium.contexts()).forEach(BrowserContext::close);
  }

  /** What pages have done that they must not; it is forgotten then. */
  public List<String> faults() {
    var all = List.copyOf(faults);
    faults.clear();
    return all;
  }

  /**
   * Fails where people with a disability could not use what the page shows now (WCAG, by axe).
   *
   * @param except selectors of what was checked on another page
   */
  public static void checkAccessibility(Page page, String... except) {
    check(page, List.of(), except);
  }

  /** The same for contrast alone, where nothing but the colours has changed. */
  public static void checkContrast(Page page, String... except) {
    check(page, List.of("color-contrast"), except);
  }

  private static void check(Page page, List<String> rules, String... except) {
    if (page.evaluate("'axe' in window").equals(false)) {
      page.evaluate(axe());
    }
    assertThat((List<?>) page.evaluate(FINDINGS, Map.of("rules", rules, "except", List.of(except))))
        .as(page.url())
        .isEmpty();
  }

  private static String axe() {
    try {
      return Files.readString(AXE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
