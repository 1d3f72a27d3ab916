package dev.tinybase.config;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with the configuration, at once. */
public final class InvalidConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Complaint> complaints;

  InvalidConfiguration(List<Complaint> complaints) {
    super(complaints.stream().map(Complaint::toString).collect(Collectors.joining("\n")));
    this.complaints = List.copyOf(complaints);
  }

  /** At least one; in the order of the sources. */
  public List<Complaint> complaints() {
    return complaints;
  }
}
