package dev.tinybase.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chromium as it is installed here. What pages must never do is collected while tests use them:
 * errors on the console, exceptions of scripts, requests to other hosts.
 */
public final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  /**
   * For what a page does by itself: as long as {@link Eventually} waits, and for the same reason.
   */
  private static final int DEADLINE_MS = 20_000;

  /** Installed with what the admin UI is built by. */
  private static final Path AXE = Path.of("../admin/node_modules/axe-core/axe.min.js");

  /** Calls axe, and tells each finding that matters in a line. */
  private static final String FINDINGS =
      """
      async (rules) => (await axe.run(rules.length === 0 ? {} : { runOnly: rules })).violations
          .filter((it) => it.impact === 'serious' || it.impact === 'critical')
          .flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.html}`))
      """;

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final String base;
  private final List<String> faults = new ArrayList<>();

  private Browser(Path program, String base) {
    var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    this.base = base;
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(List.of("--no-sandbox")));
  }

  /**
   * Starts one for the pages of a server. Without a browser the test is skipped, or fails where
   * REQUIRE_CHROMIUM is set.
   */
  public static Browser at(String base) {
    var program = find();
    if (System.getenv("REQUIRE_CHROMIUM") == null) {
      assumeTrue(program.isPresent(), "Chromium is needed to run this: apt-get install chromium");
    }
    PlaywrightAssertions.setDefaultAssertionTimeout(DEADLINE_MS);
    return new Browser(program.orElseThrow(), base);
  }

  private static Optional<Path> find() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A page of somebody who has never been here. */
  public Page open(com.microsoft.playwright.Browser.NewContextOptions options) {
    return watched(chromium.newContext(options.setBaseURL(base)));
  }

  private Page watched(BrowserContext context) {
    context.setDefaultTimeout(DEADLINE_MS);
    var page = context.newPage();
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

  /** Fails where people with a disability could not use what the page shows now (WCAG, by axe). */
  public static void checkAccessibility(Page page) {
    check(page, List.of());
  }

  /** The same for contrast alone, where nothing but the colours has changed. */
  public static void checkContrast(Page page) {
    check(page, List.of("color-contrast"));
  }

  private static void check(Page page, List<String> rules) {
    try {
      page.evaluate(Files.readString(AXE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat((List<?>) page.evaluate(FINDINGS, rules)).as(page.url()).isEmpty();
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
