package dev.tinybase.delivery;

import java.util.List;

/** Some of the events that failed, the last ones first, and how many there are. */
public record FailedEventPage(List<FailedEvent> failures, long total) {
  public FailedEventPage {
    failures = List.copyOf(failures);
  }
}
