package dev.tinybase.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The functions of the benchmark, written into an instance's folder. */
record FunctionFiles(Path folder) {
  /** What the load calls. */
  static final String TRIVIAL = "add_numbers";

  /** The work of a processor, measured by itself. */
  static final String FIB =
      """
      static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
      }

      static long least() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 30; i++) {
          long start = System.nanoTime();
          if (fib(32) != 2_178_309) {
            throw new IllegalStateException();
          }
          least = Math.min(least, System.nanoTime() - start);
        }
        return least;
      }
      """;

  static FunctionFiles in(Path instance) throws IOException {
    return new FunctionFiles(Files.createDirectories(instance.resolve("functions")));
  }

  /** Adds two numbers. */
  void trivial() throws IOException {
    write(
        TRIVIAL,
        """
        import dev.tinybase.sdk.*;

        record Numbers(double x, double y) {}

        record Sum(double sum) {}

        @Register(name = "add_numbers", description = "Adds two numbers")
        Sum addNumbers(Numbers numbers) {
          return new Sum(numbers.x() + numbers.y());
        }
        """);
  }

  /** Two that do nothing, but that one of them has the other one done in an hour. */
  void enqueueing() throws IOException {
    write(
        "nothing",
        """
        import dev.tinybase.sdk.*;
        import java.time.Duration;
        import java.util.Map;

        @Register(name = "nothing", description = "Does nothing")
        void nothing() {}

        @Register(name = "enqueue_nothing", description = "Has nothing done in an hour")
        void enqueueNothing(Context ctx) {
          ctx.enqueue("nothing", Map.of(), JobOptions.DEFAULT.delay(Duration.ofHours(1)));
        }
        """);
  }

  /** Hooks that do next to nothing, of one collection each. */
  void hooks() throws IOException {
    write(
        "hooks",
        """
        import dev.tinybase.sdk.hooks.*;

        @BeforeRecordCreate(collection = "before")
        void publish(RecordDraft draft) {
          draft.set("published", true);
        }

        @OnRecordCreate(collection = "after")
        void created(RecordCreated event) {
          if (event.record().text("title").isEmpty()) {
            throw new IllegalStateException();
          }
        }

        @BeforeRecordRead(collection = "viewed")
        void hideCategory(RecordView view) {
          view.hide("category");
        }
        """);
  }

  /** Tells the nanoseconds of fib(32), the least of many. */
  void fib() throws IOException {
    write(
        "fib",
        """
        import dev.tinybase.sdk.*;

        @Register(name = "fib", timeout = "5m")
        long run() {
          return least();
        }

        """
            + FIB);
  }

  /** The function of a number, which answers with a value. */
  void numbered(int number, int value) throws IOException {
    var name = name(number);
    write(
        name,
        """
        import dev.tinybase.sdk.*;
        import jakarta.validation.constraints.Min;
        import java.util.List;

        record Line(String item, @Min(1) int quantity) {}

        record Order(String customer, List<Line> lines) {}

        record Answer(int value, int lines) {}

        @Register(name = "%s", description = "One of many")
        Answer answer(Context ctx, Order order) {
          ctx.log().debug("Order of {}", order.customer());
          return new Answer(%d, order.lines().size());
        }
        """
            .formatted(name, value));
  }

  static String name(int number) {
    return "function_" + number;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".java"), text);
  }
}
