package dev.tinybase.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of what is sent to and comes from a server: they count, and keep failures of their
 * own apart from those of the connection.
 */
final class TransferStreams {
  private TransferStreams() {}

  /** What is sent. */
  static final class Source extends FilterInputStream {
    private final AtomicLong moved = new AtomicLong();
    private volatile @Nullable IOException failure;

    Source(InputStream content) {
      super(content);
    }

    /** How many bytes were read. */
    long moved() {
      return moved.get();
    }

    /** Throws what kept it from being read, if anything did. */
    void throwFailure() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        int count = in.read(bytes, from, length);
        moved.addAndGet(Math.max(count, 0));
        return count;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }

  /** Where it goes that comes. */
  static final class Target {
    private final OutputStream out;
    private final AtomicLong moved = new AtomicLong();
    private volatile @Nullable IOException failure;

    Target(OutputStream out) {
      this.out = out;
    }

    /** How many bytes were written. */
    long moved() {
      return moved.get();
    }

    /** Throws what kept it from being written, if anything did. */
    void throwFailure() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }

    /** Takes pieces as they come; the next when the one before is written. */
    BodySubscriber<byte[]> subscriber() {
      return BodySubscribers.mapping(
          BodySubscribers.ofByteArrayConsumer(piece -> piece.ifPresent(this::write)),
          _ -> new byte[0]);
    }

    private void write(byte[] piece) {
      try {
        out.write(piece);
        moved.addAndGet(piece.length);
      } catch (IOException e) {
        failure = e;
        throw new UncheckedIOException(e);
      }
    }
  }
}
