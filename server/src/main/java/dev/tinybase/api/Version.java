package dev.tinybase.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The program's version. */
public final class Version {
  private Version() {}

  /** As the jar's manifest says; {@code dev} where classes run without a jar. */
  public static String text() {
    @Nullable String version = Version.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "dev");
  }
}
