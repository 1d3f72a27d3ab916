package dev.tinybase.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param message what is wrong and what would be right; names the key
 */
public record Complaint(Origin origin, String message) {
  @Override
  public String toString() {
    return origin + ": " + message;
  }
}
