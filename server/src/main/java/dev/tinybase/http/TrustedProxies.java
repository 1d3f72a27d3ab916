package dev.tinybase.http;

import dev.tinybase.errors.Problem;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whose request it is when proxies stand between: they are believed, others are not. */
final class TrustedProxies {
  private final List<Network> proxies;

  /** The proxies are addresses or networks such as {@code 10.0.0.0/8}. */
  TrustedProxies(List<String> trustedProxies) {
    proxies = trustedProxies.stream().map(Network::parse).toList();
  }

  /**
   * The client's address: the peer's own, or where the peer is a trusted proxy the last address in
   * {@code X-Forwarded-For} that is none.
   */
  String client(String peer, Optional<String> forwarded) {
    if (forwarded.isEmpty() || !trusted(peer)) {
      return peer;
    }
    var chain = forwarded.get().split(",", 50);
    for (int i = chain.length - 1; i >= 0; i--) {
      var hop = literal(chain[i].strip());
      if (hop.isEmpty()) {
        return peer;
      }
      if (!trusted(hop.get())) {
        return hop.get();
      }
    }
    return peer;
  }

  private boolean trusted(String address) {
    return proxies.stream().anyMatch(proxy -> proxy.holds(address));
  }

  /** The address in Java's own spelling, without port and brackets; empty for other text. */
  private static Optional<String> literal(String hop) {
    try {
      return Optional.of(InetAddress.ofLiteral(bare(hop)).getHostAddress());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String bare(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? hop : hop.substring(1, end);
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }

  /** The first so many bits of an address. */
  private record Network(byte[] address, int bits) {
    static Network parse(String text) {
      try {
        int slash = text.indexOf('/');
        var start = slash < 0 ? text : text.substring(0, slash);
        var address = InetAddress.ofLiteral(start).getAddress();
        int all = address.length * 8;
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        return new Network(address, Objects.checkIndex(bits, all + 1));
      } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
        throw Problem.badRequest(
            "invalid_setting",
            "server.trusted_proxies: '%s' is neither an address nor a network such as 10.0.0.0/8."
                .formatted(text));
      }
    }

    boolean holds(String text) {
      var other = InetAddress.ofLiteral(text).getAddress();
      if (other.length != address.length) {
        return false;
      }
      int rest = address.length * 8 - bits;
      return new BigInteger(address).xor(new BigInteger(other)).shiftRight(rest).signum() == 0;
    }
  }
}
