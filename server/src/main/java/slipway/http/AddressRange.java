package slipway.http;

import java.net.InetAddress;

/**
 * A block of IP addresses in CIDR notation (RFC 4632), IPv4 or IPv6.
 *
 * @param network any address of the block
 * @param bits how many leading bits all addresses of the block share
 */
public record AddressRange(InetAddress network, int bits) {

  public AddressRange {
    if (bits < 0 || bits > network.getAddress().length * 8) {
      throw new IllegalArgumentException("no such prefix length: " + bits);
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code ::1/128} or a single address. Names are never looked up.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int all = network.getAddress().length * 8;
    return new AddressRange(network, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
  }

  /** Whether the address lies in this block; never across the two families. */
  public boolean contains(InetAddress address) {
    byte[] ours = network.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
