package dev.tinybase.auth;

import dev.tinybase.text.Sha256;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Somebody's try to prove who they are, by the keys under which failures are counted. The keys are
 * digests: the table of failures shows neither e-mails nor addresses. An account that does not
 * exist has a key like any other.
 *
 * @param account all tries on this account, from wherever
 * @param address all tries from this address, on whatever account
 * @param pair the tries on this account from this address
 * @param known there once was a success on this account from this address
 */
record LoginAttempt(String account, String address, String pair, String known) {
  static LoginAttempt of(Email email, String clientAddress) {
    var network = network(clientAddress);
    return new LoginAttempt(
        key("account", email.key()),
        key("address", network),
        key("pair", email.key() + " " + network),
        key("known", email.key() + " " + network));
  }

  private static String key(String kind, String text) {
    return kind + ":" + Sha256.hex(text);
  }

  /** An IPv4 address, or the /64 that one IPv6 subscriber gets. */
  private static String network(String address) {
    try {
      var parsed = InetAddress.ofLiteral(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), 8)) + "/64"
          : parsed.getHostAddress();
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
