package dev.tinybase.deploy;

import dev.tinybase.collections.CollectionChange;
import dev.tinybase.functions.versions.DeploymentOutcome.Deployed;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment has done, or in a dry run would do.
 *
 * @param overwritten what others had changed since the last deployment, and was changed back
 * @param left what was deployed once, is still there, and is not part of this deployment
 */
public record DeployedApp(
    List<DeployedCollection> collections,
    List<DeployedFunction> functions,
    List<DeployedExtension> extensions,
    List<Drift> overwritten,
    List<DeployedThing> left,
    boolean dryRun) {
  public DeployedApp {
    collections = List.copyOf(collections);
    functions = List.copyOf(functions);
    extensions = List.copyOf(extensions);
    overwritten = List.copyOf(overwritten);
    left = List.copyOf(left);
  }

  /** What has become of a thing. */
  public enum Outcome {
    CREATED,
    CHANGED,
    UNCHANGED;

    /** By what there was and what there is, each known by its hash. */
    static Outcome of(@Nullable String before, String after) {
      if (before == null) {
        return CREATED;
      }
      return before.equals(after) ? UNCHANGED : CHANGED;
    }

    /** Its name on the wire. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What has become of a collection.
   *
   * @param records how many it has
   * @param lost for each field that was dropped: how many records have lost a value
   */
  public record DeployedCollection(CollectionChange change, long records, Map<String, Long> lost) {
    public DeployedCollection {
      lost = Map.copyOf(lost);
    }

    /** In one word. */
    public Outcome outcome() {
      if (change.created()) {
        return Outcome.CREATED;
      }
      return change.steps().isEmpty() ? Outcome.UNCHANGED : Outcome.CHANGED;
    }
  }

  /** What has become of a function, or of a file that functions share. */
  public record DeployedFunction(Deployed version, Outcome outcome) {}

  /** What has become of an extension. */
  public record DeployedExtension(
      String name, String version, @Nullable String commit, Outcome outcome) {}

  /** How many things are not as they were. */
  public long changes() {
    return Stream.of(
            collections.stream().map(DeployedCollection::outcome),
            functions.stream().map(DeployedFunction::outcome),
            extensions.stream().map(DeployedExtension::outcome))
        .flatMap(outcomes -> outcomes)
        .filter(outcome -> outcome != Outcome.UNCHANGED)
        .count();
  }
}
