package slipway.outgoing;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Knows which addresses belong to the open internet. The JDK's own questions ({@code
 * isSiteLocalAddress} and its sisters) miss a dozen ranges, among them shared address space, unique
 * local addresses and every IPv6 form that carries an IPv4 address; so the ranges stand here, from
 * IANA's special-purpose registries (RFC 6890 and its updates).
 */
final class PublicAddresses {
  private static final List<Range> CLOSED_4 =
      List.of(
          Range.of("00000000", 8), // 0.0.0.0/8, this network
          Range.of("0a000000", 8), // 10.0.0.0/8, private
          Range.of("64400000", 10), // 100.64.0.0/10, shared by a carrier's customers
          Range.of("7f000000", 8), // 127.0.0.0/8, ourselves
          Range.of("a9fe0000", 16), // 169.254.0.0/16, link local; clouds keep secrets there
          Range.of("ac100000", 12), // 172.16.0.0/12, private
          Range.of("c0000000", 24), // 192.0.0.0/24, protocol assignments
          Range.of("c0000200", 24), // 192.0.2.0/24, documentation
          Range.of("c0586300", 24), // 192.88.99.0/24, once relays of 6to4
          Range.of("c0a80000", 16), // 192.168.0.0/16, private
          Range.of("c6120000", 15), // 198.18.0.0/15, measurements
          Range.of("c6336400", 24), // 198.51.100.0/24, documentation
          Range.of("cb007100", 24), // 203.0.113.0/24, documentation
          Range.of("e0000000", 4), // 224.0.0.0/4, multicast
          Range.of("f0000000", 4)); // 240.0.0.0/4, reserved, with 255.255.255.255

  /** Only these were ever given out as global unicast. */
  private static final Range GLOBAL_6 = Range.of("20000000000000000000000000000000", 3);

  private static final List<Range> CLOSED_6 =
      List.of(
          Range.of("20010000000000000000000000000000", 23), // protocol assignments, with Teredo
          Range.of("20010db8000000000000000000000000", 32), // documentation
          Range.of("3fff0000000000000000000000000000", 20)); // documentation

  private static final Range MAPPED = Range.of("00000000000000000000ffff00000000", 96);
  private static final Range NAT64 = Range.of("0064ff9b000000000000000000000000", 96);
  private static final Range SIX_TO_FOUR = Range.of("20020000000000000000000000000000", 16);

  private PublicAddresses() {}

  /** Whether an address is one of the open internet, whatever form it is written in. */
  static boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] address) {
    return CLOSED_4.stream().noneMatch(range -> range.contains(address));
  }

  /** An address that carries an IPv4 address is as open as that one. */
  private static boolean isPublic6(byte[] address) {
    if (MAPPED.contains(address) || NAT64.contains(address)) {
      return isPublic4(Arrays.copyOfRange(address, 12, 16));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return isPublic4(Arrays.copyOfRange(address, 2, 6));
    }
    // IPv4-compatible ones (::a.b.c.d) were given up by RFC 4291 and lie outside of 2000::/3.
    return GLOBAL_6.contains(address)
        && CLOSED_6.stream().noneMatch(range -> range.contains(address));
  }

  /** The addresses that begin with the same bits. */
  private record Range(List<Byte> start, int bits) {
    static Range of(String hex, int bits) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      Byte[] boxed = new Byte[bytes.length];
      Arrays.setAll(boxed, i -> bytes[i]);
      return new Range(List.of(boxed), bits);
    }

    boolean contains(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((address[bit / 8] ^ start.get(bit / 8)) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
