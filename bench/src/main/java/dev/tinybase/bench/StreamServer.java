package dev.tinybase.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tinybase.api.Api;
import dev.tinybase.api.Route;
import dev.tinybase.api.Services;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Databases;
import dev.tinybase.http.HttpServer;
import dev.tinybase.http.PushSource;
import dev.tinybase.http.Response;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The product's HTTP server with routes that let clients listen to, and tell, one counter. */
public final class StreamServer {
  private StreamServer() {}

  /** Serves on the port that is the first argument until it is stopped. */
  public static void main(String[] args) {
    var settings =
        Settings.with(
            Map.of(
                "server.host", "127.0.0.1",
                "server.port", args[0],
                "rate_limit.enabled", "false",
                "database.url", "sqlite:///./streams.db"));
    var news = new News();
    var routes =
        List.of(
            Route.get("/listen", "bench_listen")
                .handle(_ -> Response.push("text/event-stream", new Listener(news))),
            Route.post("/tell", "bench_tell").handle(_ -> news.tell()));
    var database = Databases.open(settings.database());
    var services = new Services(_ -> Optional.empty(), database, List::of);
    var server = new HttpServer(settings, new Api(settings, services, routes));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              server.close();
              database.close();
            }));
    server.start();
  }

  /** What is told: a number that grows. */
  private static final class News {
    private long number;

    synchronized Response tell() {
      number++;
      notifyAll();
      return Response.json(Json.object().put("number", number));
    }

    synchronized long number() {
      return number;
    }

    /** Waits until the number is another one, at most so long. */
    synchronized long await(long known, Duration wait) throws InterruptedException {
      long end = System.nanoTime() + wait.toNanos();
      long left = wait.toMillis();
      while (number == known && left > 0) {
        wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
      return number;
    }
  }

  /** Sends each number as an event. */
  private static final class Listener implements PushSource {
    private final News news;
    private long known;

    Listener(News news) {
      this.news = news;
      known = news.number();
    }

    @Override
    public Progress writeNext(OutputStream out, Duration wait)
        throws IOException, InterruptedException {
      long number = news.await(known, wait);
      if (number == known) {
        return Progress.NOTHING;
      }
      known = number;
      out.write(("data: " + number + "\n\n").getBytes(US_ASCII));
      return Progress.WRITTEN;
    }

    @Override
    public void heartbeat(OutputStream out) throws IOException {
      out.write(":\n\n".getBytes(US_ASCII));
    }

    @Override
    public boolean endless() {
      return true;
    }

    @Override
    public void close() {}
  }
}
