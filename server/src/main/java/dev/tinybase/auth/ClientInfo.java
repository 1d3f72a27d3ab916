package dev.tinybase.auth;

import dev.tinybase.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Where a login or a refresh comes from, as far as it is known.
 *
 * @param address the client's
 * @param userAgent what its program calls itself, 500 characters at most; null where it says
 *     nothing
 */
public record ClientInfo(String address, @Nullable String userAgent) {
  private static final int LONGEST = 500;

  /** A client; what it calls itself is cut where it is long. */
  public ClientInfo {
    userAgent = userAgent == null ? null : Texts.abbreviate(userAgent, LONGEST);
  }

  /** A client of which the address alone is known. */
  public static ClientInfo at(String address) {
    return new ClientInfo(address, null);
  }

  /** What a limit counts as one client: the address, or the 64 bits of an IPv6 network. */
  public String network() {
    int colon = address.indexOf(':');
    for (int group = 1; group < 4 && colon >= 0; group++) {
      colon = address.indexOf(':', colon + 1);
    }
    return colon < 0 ? address : address.substring(0, colon);
  }

  /** What tells one client from another, with few bits of its own in an IPv6 address. */
  String fingerprint() {
    return network() + " " + (userAgent == null ? "" : userAgent);
  }
}
