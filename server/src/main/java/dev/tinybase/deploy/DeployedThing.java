package dev.tinybase.deploy;

import java.util.Comparator;
import java.util.Locale;

/** One of the things that an app is made of. */
public record DeployedThing(Kind kind, String name) implements Comparable<DeployedThing> {
  private static final Comparator<DeployedThing> ORDER =
      Comparator.comparing(DeployedThing::kind).thenComparing(DeployedThing::name);

  /** What it is. */
  public enum Kind {
    EXTENSION,
    COLLECTION,
    FUNCTION;

    /** Its name on the wire and in the database. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public int compareTo(DeployedThing other) {
    return ORDER.compare(this, other);
  }
}
