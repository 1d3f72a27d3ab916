package dev.tinybase.adminui;

import com.microsoft.playwright.Page;
import java.util.List;

/**
 * How a page becomes what it is when each answer of the API has a frame of its own, as on a slow
 * network: what is drawn must not move by itself when something else comes.
 */
final class PageLoad {
  /** In which order a page's requests are answered. */
  enum Order {
    FIRST_ASKED_FIRST("shift"),
    LAST_ASKED_FIRST("pop");

    /** The method of a JavaScript array that takes the next one. */
    private final String next;

    Order(String next) {
      this.next = next;
    }
  }

  /**
   * Part of a window of which so much moves, so far (Cumulative Layout Shift), is seen by people.
   */
  private static final double MOST_SHIFT = 0.01;

  /**
   * A function of the order. Answers are given when they are there as a whole, so that what they
   * change is drawn soon after.
   */
  private static final String ANSWERS =
      """
      ((next) => {
        const DRAWN_MS = 10;
        const send = window.fetch;
        const waiting = [];
        let isBusy = false;
        // What an answer changes is drawn when this has passed.
        window.frame = () => new Promise((go) => {
          setTimeout(() => requestAnimationFrame(() => setTimeout(go)), DRAWN_MS);
        });
        const answer = async () => {
          isBusy = true;
          for (await frame(); waiting.length > 0; await frame()) {
            const { reply, go } = waiting[next]();
            await reply.then((it) => it.clone().arrayBuffer()).catch(() => {});
            go();
          }
          isBusy = false;
        };
        window.isAnswered = () => !isBusy;
        window.fetch = async (request, init) => {
          const reply = send(request, init);
          if (new URL(request.url ?? request, location).pathname.includes('/api/')) {
            await new Promise((go) => {
              waiting.push({ reply, go });
              isBusy || answer();
            });
          }
          return reply;
        };
      })
      """;

  /** Each shift with what has moved, where it was and where it is. */
  private static final String SHIFTS =
      """
      window.shifts = [];
      (() => {
        const rect = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
        const name = (node) => {
          const element = node?.nodeType === 1 ? node : node?.parentElement;
          const tag = element?.cloneNode(false).outerHTML.slice(0, 120);
          return `${tag} ${element?.textContent.trim().slice(0, 40)}`;
        };
        const keep = (list) => list.filter((it) => !it.hadRecentInput).forEach((it) => {
          const moved = it.sources.map(
            (part) => `${name(part.node)}: ${rect(part.previousRect)} -> ${rect(part.currentRect)}`);
          window.shifts.push({ value: it.value, moved: moved.join('\\n  ') });
        });
        const observer = new PerformanceObserver((list) => keep(list.getEntries()));
        observer.observe({ type: 'layout-shift', buffered: true });
        window.allShifts = async () => {
          await frame();
          keep(observer.takeRecords());
          return window.shifts;
        };
      })();
      """;

  private static final String LOADED =
      """
      () => document.querySelector('h1, [role=dialog]')
          && !document.querySelector('.shimmer')
          && isAnswered()
      """;

  private static final String MOVES =
      """
      async (most) => {
        const all = await allShifts();
        const sum = all.reduce((sum, it) => sum + it.value, 0);
        return sum < most ? [] : all.map((it) => `${it.value.toFixed(4)}\\n  ${it.moved}`);
      }
      """;

  private final Page page;

  private PageLoad(Page page) {
    this.page = page;
  }

  /** From its next page on. */
  static PageLoad of(Page page, Order order) {
    page.addInitScript(ANSWERS + "('" + order.next + "');" + SHIFTS);
    return new PageLoad(page);
  }

  /** Opens what is at a path below {@code /admin}, until all of it is there. */
  void open(String path) {
    page.navigate("/admin" + path);
    page.waitForFunction(LOADED);
  }

  /** What has moved by itself, if it was much, each with its part of the window. */
  List<?> moves() {
    return (List<?>) page.evaluate(MOVES, MOST_SHIFT);
  }
}
