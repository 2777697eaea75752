package slipway.core.access;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network in CIDR notation (RFC 4632, RFC 4291 section 2.3), or one address.
 *
 * @param address its first address; bits behind the prefix do not count
 * @param prefix how many bits decide
 */
public record Network(InetAddress address, int prefix) {
  /**
   * Nothing else is handed to the JDK, which would ask a name server. It is anybody's text of any
   * length, so there is one way only to split it at its first colon.
   */
  private static final Pattern LITERAL =
      Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f.]*+:[0-9A-Fa-f:.]*+");

  private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

  /** Reads {@code 93.184.216.0/24}, {@code 2400:cb00::/32} or a bare address. */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    if (!LITERAL.matcher(host).matches()) {
      return Optional.empty();
    }
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
    int bits = address.getAddress().length * 8;
    if (slash < 0) {
      return Optional.of(new Network(address, bits));
    }
    String written = text.substring(slash + 1);
    if (!PREFIX.matcher(written).matches() || Integer.parseInt(written) > bits) {
      return Optional.empty();
    }
    return Optional.of(new Network(address, Integer.parseInt(written)));
  }

  /** Whether an address lies in it; an IPv4 network never holds an IPv6 address. */
  boolean holds(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
