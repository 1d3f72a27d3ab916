package dev.tinybase.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chromium as it is installed here. It is started when a test first asks for it, and serves all
 * tests of the process: see {@link ChromiumExtension}.
 */
public final class Chromium implements AutoCloseable {
  /**
   * For what a page does by itself: as long as {@link Eventually} waits, and for the same reason.
   */
  static final int DEADLINE_MS = 20_000;

  /**
   * The shell, which has pages and nothing around them, does the same for two thirds of the time.
   */
  private static final List<String> NAMES =
      List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");

  /**
   * By so much scripts are slower, to find tests that only a fast machine passes: {@code
   * -Dtinybase.browser.slowdown=4}.
   */
  private static final int SLOWDOWN = Integer.getInteger("tinybase.browser.slowdown", 1);

  private static final List<String> FLAGS = List.of("--no-sandbox");

  private @Nullable Running running;

  private record Running(Playwright playwright, com.microsoft.playwright.Browser browser) {}

  Chromium() {}

  /**
   * A browser for the pages of a server. Without Chromium the test is skipped, or fails where
   * REQUIRE_CHROMIUM is set.
   */
  public Browser at(String base) {
    var now = running == null ? start() : running;
    running = now;
    return new Browser(now.browser(), base);
  }

  private static Running start() {
    var program = find();
    if (System.getenv("REQUIRE_CHROMIUM") == null) {
      assumeTrue(program.isPresent(), "Chromium is needed to run this: apt-get install chromium");
    }
    PlaywrightAssertions.setDefaultAssertionTimeout(DEADLINE_MS);
    var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    var options =
        new BrowserType.LaunchOptions().setExecutablePath(program.orElseThrow()).setArgs(FLAGS);
    return new Running(playwright, playwright.chromium().launch(options));
  }

  private static Optional<Path> find() {
    var folders = List.of(System.getenv("PATH").split(File.pathSeparator));
    return NAMES.stream()
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static void slowDown(Page page) {
    if (SLOWDOWN > 1) {
      var rate = new JsonObject();
      rate.addProperty("rate", SLOWDOWN);
      page.context().newCDPSession(page).send("Emulation.setCPUThrottlingRate", rate);
    }
  }

  @Override
  public void close() {
    if (running != null) {
      running.browser().close();
      running.playwright().close();
    }
  }
}
