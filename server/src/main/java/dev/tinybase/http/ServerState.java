package dev.tinybase.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.metrics.Histogram;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the requests of one server share: bounds, counters, and the ids that name them. */
final class ServerState {
  private static final int LONGEST_ID = 64;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);

  private final int mostActive;
  private final int mostStreams;
  private final @Nullable AccessLog log;
  private final RequestBodies bodies;
  private final @Nullable TrustedProxies proxies;
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private final LongAdder timedOut = new LongAdder();
  private final Histogram.ByStatus unmatched = new Histogram.ByStatus();

  /** Ids have eight digits for this process and eight that count. */
  private final long process = (long) ThreadLocalRandom.current().nextInt() << 32;

  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean draining;

  ServerState(Settings settings, Tuning tuning) {
    mostActive = tuning.mostActive();
    mostStreams = settings.server().maxStreams();
    log = settings.log().access() ? new AccessLog() : null;
    bodies = new RequestBodies(tuning.bodyBytes());
    var trusted = settings.server().trustedProxies();
    proxies = trusted.isEmpty() ? null : new TrustedProxies(trusted);
  }

  RequestBodies bodies() {
    return bodies;
  }

  @Nullable TrustedProxies proxies() {
    return proxies;
  }

  @Nullable AccessLog log() {
    return log;
  }

  Histogram.ByStatus unmatched() {
    return unmatched;
  }

  ServerStatus status() {
    return new ServerStatus(
        active.get(),
        streams.get(),
        timedOut.sum(),
        log == null ? 0 : log.droppedCount(),
        draining,
        unmatched);
  }

  /** Counts a request in; whether the server is able to answer it. */
  boolean enter() {
    return active.incrementAndGet() <= mostActive;
  }

  /** A request in flight becomes a stream; a 503 problem where there are too many of these. */
  void enterStream() {
    if (streams.incrementAndGet() > mostStreams) {
      streams.decrementAndGet();
      throw Problem.unavailable(
          "too_many_streams", "The server has too many open streams. Try again in a while.", 5);
    }
    active.decrementAndGet();
  }

  /** Counts a request or a stream out. */
  void leave(boolean stream) {
    (stream ? streams : active).decrementAndGet();
  }

  void timedOut() {
    timedOut.increment();
  }

  boolean draining() {
    return draining;
  }

  /** From now on the server is about to stop. */
  void drain() {
    draining = true;
  }

  /** The client's own id of a request where it is harmless, else a new one. */
  String id(Optional<String> sent) {
    return sent.isPresent() && isHarmless(sent.get()) ? sent.get() : nextId();
  }

  String nextId() {
    long value = process | Integer.toUnsignedLong(count.incrementAndGet());
    var text = new byte[16];
    for (int i = 0; i < text.length; i++) {
      text[i] = DIGITS[(int) (value >>> (60 - 4 * i)) & 15];
    }
    return new String(text, ISO_8859_1);
  }

  private static boolean isHarmless(String id) {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      if (!letter && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }
}
