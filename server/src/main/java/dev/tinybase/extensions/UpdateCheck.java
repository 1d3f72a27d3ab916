package dev.tinybase.extensions;

import dev.tinybase.extensions.source.ExtensionFetcher;
import dev.tinybase.extensions.source.ExtensionSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the repositories of extensions whether they have another version, all at once. */
final class UpdateCheck {
  private static final Logger LOG = LoggerFactory.getLogger(UpdateCheck.class);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ExtensionFetcher fetcher;
  private final Function<InstalledExtension, ExtensionSource> sources;

  /**
   * @param sources where an extension came from
   */
  UpdateCheck(ExtensionFetcher fetcher, Function<InstalledExtension, ExtensionSource> sources) {
    this.fetcher = fetcher;
    this.sources = sources;
  }

  /** By name: whether there is another version; none where it could not be found out in time. */
  Map<String, Boolean> of(List<InstalledExtension> extensions) {
    var found = new HashMap<String, Boolean>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = extensions.stream().map(it -> (Callable<Boolean>) () -> hasAnother(it)).toList();
      var answers = threads.invokeAll(asked, LIMIT.toSeconds(), TimeUnit.SECONDS);
      for (int i = 0; i < answers.size(); i++) {
        try {
          found.put(extensions.get(i).name(), answers.get(i).get());
        } catch (ExecutionException | CancellationException e) {
          LOG.info("No answer whether '{}' has an update: {}", extensions.get(i).name(), why(e));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return found;
  }

  private static String why(Exception e) {
    return e instanceof ExecutionException ? String.valueOf(e.getCause()) : "it took too long";
  }

  private boolean hasAnother(InstalledExtension extension) {
    return fetcher
        .latest(sources.apply(extension), Manifest.FILE, extension.commit())
        .map(toml -> !Manifest.parse(toml).version().equals(extension.manifest().version()))
        .orElse(false);
  }
}
