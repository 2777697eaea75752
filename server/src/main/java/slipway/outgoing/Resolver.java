package slipway.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses behind a name. Asked once for each connection. Safe for any thread. */
@FunctionalInterface
public interface Resolver {

  /**
   * All addresses of a name, the best first.
   *
   * @throws UnknownHostException when it has none
   */
  List<InetAddress> addresses(String name) throws UnknownHostException;

  /** The operating system's. */
  static Resolver system() {
    return name -> List.of(InetAddress.getAllByName(name));
  }
}
