package slipway.outgoing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Connects only to addresses that were checked, whatever the library above it asks for, and through
 * no proxy, whatever the process was started with. Used by one thread.
 */
final class GuardedSocket extends Socket {
  private final List<InetAddress> checked;
  private final UnaryOperator<InetSocketAddress> wire;

  /**
   * A socket that is not connected yet.
   *
   * @param wire where an address is really found; a test has its servers elsewhere
   */
  GuardedSocket(List<InetAddress> checked, UnaryOperator<InetSocketAddress> wire) {
    super(Proxy.NO_PROXY);
    this.checked = checked;
    this.wire = wire;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    if (!(endpoint instanceof InetSocketAddress address)
        || address.isUnresolved()
        || !checked.contains(address.getAddress())) {
      throw new OutgoingException.Refused("The connection would leave the checked addresses.");
    }
    super.connect(wire.apply(address), timeout);
  }
}
