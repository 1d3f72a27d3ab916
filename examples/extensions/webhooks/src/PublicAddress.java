import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/**
 * Keeps webhooks out of our own network. A name is looked up once, and the connection is made to the
 * very address that was looked at: a name that changes its mind gains nothing.
 */
final class PublicAddress {
  /** What is not for everybody of IPv4, by RFC 6890: ourselves, private, link-local, metadata. */
  private static final String[] PRIVATE = {
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"
  };

  private PublicAddress() {}

  /** The address of a host; refused where any of its addresses is not public, unless all may be. */
  static InetAddress of(String host, boolean anyIsAllowed) throws IOException {
    var addresses = InetAddress.getAllByName(host);
    for (var address : addresses) {
      if (!anyIsAllowed && !isPublic(address)) {
        throw new IOException(host + " has an address that is not public.");
      }
    }
    return addresses[0];
  }

  static boolean isPublic(InetAddress address) {
    return address instanceof Inet4Address
        ? Stream.of(PRIVATE).noneMatch(range -> isIn(range, address))
        : isPublicIpv6(address.getAddress());
  }

  private static boolean isIn(String range, InetAddress address) {
    var parts = range.split("/");
    int shift = 32 - Integer.parseInt(parts[1]);
    return number(Inet4Address.ofLiteral(parts[0])) >>> shift == number(address) >>> shift;
  }

  private static int number(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }

  /** Of 2000::/3, which alone is given out, without what stands for IPv4 (2001::/32, 2002::/16). */
  private static boolean isPublicIpv6(byte[] address) {
    int first = ByteBuffer.wrap(address).getInt();
    return first >>> 29 == 1
        && first != 0x20010000
        && first != 0x20010db8
        && first >>> 16 != 0x2002;
  }
}
