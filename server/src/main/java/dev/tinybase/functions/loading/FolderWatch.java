package dev.tinybase.functions.loading;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells when files of the folder may have changed, a moment after the last event, because editors
 * write in several steps. Where events are lost, as on network mounts, it finds out by itself
 * within a second or two.
 */
final class FolderWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FolderWatch.class.getName());
  private static final long POLL_MILLIS = 1000;
  private static final long QUIET_MILLIS = 100;

  /** How often an event makes it wait for the next one; a file that always grows is read too. */
  private static final int MOST_WAITS = 10;

  private final SourceFolder folder;
  private final Runnable changed;
  private final Runnable idle;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final @Nullable WatchService events = events();
  private final Thread thread;
  private Map<Path, SourceFolder.Stamp> seen = Map.of();

  /**
   * A watch, whose thread does all that follows.
   *
   * @param changed called after files have changed
   * @param idle called when nothing has happened for a while
   */
  FolderWatch(SourceFolder folder, Runnable changed, Runnable idle) {
    this.folder = folder;
    this.changed = changed;
    this.idle = idle;
    this.thread = Thread.ofPlatform().name("functions-watch").daemon().unstarted(this::run);
  }

  /** Begins, unless it has begun; what is in the folder now counts as seen. */
  synchronized void start() {
    if (thread.getState() == Thread.State.NEW) {
      seen = folder.stamps();
      register();
      thread.start();
    }
  }

  private static @Nullable WatchService events() {
    try {
      return FileSystems.getDefault().newWatchService();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "no events for files, so they are looked at", e);
      return null;
    }
  }

  private void run() {
    while (stop.getCount() > 0) {
      try {
        look();
      } catch (ClosedWatchServiceException _) {
        return;
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "The functions could not be reloaded", e);
      }
    }
  }

  private void look() throws InterruptedException {
    boolean told = event(POLL_MILLIS);
    for (int waits = 0; told && waits < MOST_WAITS && event(QUIET_MILLIS); waits++) {
      // until it is quiet
    }
    var now = folder.stamps();
    if (told || !now.equals(seen)) {
      register();
      seen = now;
      changed.run();
    } else {
      idle.run();
    }
  }

  /** Waits so long for events; without a source of them, and until the end, it only waits. */
  private boolean event(long millis) throws InterruptedException {
    if (events == null) {
      stop.await(millis, TimeUnit.MILLISECONDS);
      return false;
    }
    var key = events.poll(millis, TimeUnit.MILLISECONDS);
    if (key == null) {
      return false;
    }
    key.pollEvents();
    key.reset();
    return true;
  }

  /** Also folders that are new; for those that are known it changes nothing. */
  private void register() {
    if (events == null) {
      return;
    }
    for (var path : folder.folders()) {
      try {
        path.register(events, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "no events for " + path, e);
      }
    }
  }

  @Override
  public void close() {
    stop.countDown();
    if (events != null) {
      try {
        events.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "the watch did not close", e);
      }
    }
  }
}
