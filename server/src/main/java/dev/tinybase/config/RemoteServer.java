package dev.tinybase.config;

import java.time.Duration;

/**
 * A server that commands talk to.
 *
 * @param name its environment, or the variable that names it
 * @param url without {@code /api} and without a slash at its end
 * @param token an admin's; never shown
 * @param timeout of one request
 */
public record RemoteServer(String name, String url, String token, Duration timeout) {
  @Override
  public String toString() {
    return url + " (" + name + ")";
  }
}
