package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Clients that create records and change them until the server is gone, and remember what it has
 * acknowledged: for each title the number of changes.
 */
final class Writers implements AutoCloseable {
  static final String RECORDS = "/api/collections/notes/records";

  private final Http http;
  private final int round;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();

  private Writers(Http http, int round) {
    this.http = http;
    this.round = round;
  }

  static Writers start(Http http, int round, int number) {
    var writers = new Writers(http, round);
    for (int i = 0; i < number; i++) {
      var name = round + "-" + i + "-";
      writers.threads.execute(() -> writers.write(name));
    }
    return writers;
  }

  /** What was acknowledged until now. */
  Map<String, Integer> soFar() {
    return new HashMap<>(acknowledged);
  }

  /** Waits until so many records were acknowledged, however slow the machine is. */
  Writers await(int records) {
    Eventually.until("records are acknowledged", () -> acknowledged.size() >= records);
    return this;
  }

  /** What was acknowledged, once every writer has noticed the end of the server. */
  Map<String, Integer> acknowledged() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    return new HashMap<>(acknowledged);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /**
   * The records of a round with the number of their changes; each must be whole, and there once.
   */
  static Map<String, Integer> read(Http http, int round) {
    Map<String, Integer> found = new HashMap<>();
    var cursor = "";
    do {
      var query = "?limit=1000&total=false&filter%5Bround%5D=" + round + cursor;
      var page = http.get(RECORDS + query).json();
      for (var record : page.path("records")) {
        var data = record.path("data");
        var title = data.path("title").stringValue();
        assertThat(data.path("body").stringValue()).isEqualTo(body(title));
        assertThat(found.put(title, data.path("changes").intValue())).as(title).isNull();
      }
      var next = page.path("next_cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.stringValue();
    } while (!cursor.isEmpty());
    return found;
  }

  private void write(String name) {
    try {
      for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
        create(name + i);
      }
    } catch (UncheckedIOException _) {
      // the server is gone: what it has not answered is not acknowledged
    }
  }

  private void create(String title) {
    var data =
        "{\"data\":{\"title\":\"%s\",\"body\":\"%s\",\"round\":%d}}"
            .formatted(title, body(title), round);
    var made = http.post(RECORDS, data);
    if (made.status() != 201) {
      return;
    }
    acknowledged.put(title, 0);
    var changed =
        http.patch(
            RECORDS + "/" + made.json().path("id").stringValue(), "{\"data\":{\"changes\":1}}");
    if (changed.status() == 200) {
      acknowledged.put(title, 1);
    }
  }

  static String body(String title) {
    return (title + " ").repeat(30).strip();
  }
}
