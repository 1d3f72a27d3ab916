package dev.tinybase.config;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with the configuration, at once. */
public final class InvalidConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * One thing that is wrong.
   *
   * @param message what is wrong and what would be right; names the key
   */
  public record Fault(Origin origin, String message) {
    @Override
    public String toString() {
      return origin + ": " + message;
    }
  }

  private final transient List<Fault> faults;

  InvalidConfiguration(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** At least one; in the order of the sources. */
  public List<Fault> faults() {
    return faults;
  }
}
