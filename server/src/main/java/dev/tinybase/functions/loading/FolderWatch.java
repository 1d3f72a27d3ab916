package dev.tinybase.functions.loading;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import dev.tinybase.threads.LoopThread;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.Map;
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
  private volatile @Nullable WatchService events = events();
  private @Nullable LoopThread thread; // guarded by this
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
  }

  /** Begins, unless it has begun; what is in the folder now counts as seen. */
  synchronized void start() {
    if (thread == null) {
      seen = folder.stamps();
      register();
      thread = LoopThread.start("functions-watch", this::look);
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

  private void look() throws InterruptedException {
    boolean told = event(POLL_MILLIS);
    for (int waits = 0; told && waits < MOST_WAITS && event(QUIET_MILLIS); waits++) {
      // until it is quiet
    }
    var now = folder.stamps();
    if (told || !now.equals(seen)) {
      register();
      changed.run(); // where it fails, the next look finds the same change
      seen = now;
    } else {
      idle.run();
    }
  }

  /** Waits so long for events; without a source of them it only waits. */
  private boolean event(long millis) throws InterruptedException {
    var events = this.events;
    if (events == null) {
      Thread.sleep(millis);
      return false;
    }
    try {
      var key = events.poll(millis, TimeUnit.MILLISECONDS);
      if (key == null) {
        return false;
      }
      key.pollEvents();
      key.reset();
      return true;
    } catch (ClosedWatchServiceException e) {
      this.events = null; // from here on it looks by itself
      throw e;
    }
  }

  /** Also folders that are new; for those that are known it changes nothing. */
  private void register() {
    var events = this.events;
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
  public synchronized void close() {
    if (thread != null) {
      thread.stop();
    }
    var events = this.events;
    if (events != null) {
      try {
        events.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "the watch did not close", e);
      }
    }
  }
}
