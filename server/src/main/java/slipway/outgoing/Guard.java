package slipway.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Decides where requests may go. A name is resolved once, all its addresses are judged together,
 * and the connection goes to one of exactly these; so a name that answers differently the second
 * time gains nothing (REL-62).
 */
final class Guard {
  private final OutgoingSettings settings;
  private final Resolver resolver;

  Guard(OutgoingSettings settings, Resolver resolver) {
    this.settings = settings;
    this.resolver = resolver;
  }

  /**
   * Refuses what can be refused without asking anybody.
   *
   * @throws OutgoingException.Refused with the reason
   */
  void checkName(Target target) throws OutgoingException.Refused {
    if (isAllowed(target)) {
      return;
    }
    if (target.literal().isPresent()) {
      requirePublic(target.literal().get());
    } else if (isLocalName(target.host())) {
      throw new OutgoingException.Refused(
          "The host name %s is only known inside a network.".formatted(target.host()));
    }
  }

  /**
   * The addresses to which a connection may go; never none.
   *
   * @throws OutgoingException.Refused when one of them is not of the open internet (REL-62)
   * @throws OutgoingException.Unreachable when the name has none
   */
  List<InetAddress> addresses(Target target) throws OutgoingException {
    checkName(target);
    List<InetAddress> found =
        target.literal().isPresent() ? List.of(target.literal().get()) : resolved(target.host());
    if (!isAllowed(target)) {
      for (InetAddress address : found) {
        requirePublic(address);
      }
    }
    return found;
  }

  private List<InetAddress> resolved(String name) throws OutgoingException.Unreachable {
    try {
      List<InetAddress> found = resolver.addresses(name);
      if (!found.isEmpty()) {
        return found;
      }
    } catch (UnknownHostException e) {
      throw new OutgoingException.Unreachable("The host name %s is unknown.".formatted(name), e);
    }
    throw new OutgoingException.Unreachable("The host name %s is unknown.".formatted(name), null);
  }

  /** Compared as a whole, so that no part of a name can pass for it (REL-63). */
  private boolean isAllowed(Target target) {
    return settings.allowPrivateTargets() || settings.allowedHosts().contains(target.authority());
  }

  /** The addresses are not told: who may not reach them need not know them. */
  private static void requirePublic(InetAddress address) throws OutgoingException.Refused {
    if (!PublicAddresses.contains(address)) {
      throw new OutgoingException.Refused("The URL leads to an address that is not public.");
    }
  }

  /** Names that never stand for something public (RFC 6761, RFC 6762, LP-80). */
  private static boolean isLocalName(String host) {
    return List.of("localhost", "local", "internal").stream()
        .anyMatch(last -> host.equals(last) || host.endsWith("." + last));
  }
}
