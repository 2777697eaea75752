package slipway.outgoing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** An {@link Outgoing} whose internet is this machine: names and public addresses are made up. */
final class OutgoingHouse implements AutoCloseable {
  /** Documented nowhere and given to nobody we know: where public servers of the tests live. */
  static final String PUBLIC = "8.8.4.4";

  static final Limits LIMITS = new Limits(Duration.ofSeconds(20), 1 << 20);

  private final Map<String, Deque<List<String>>> names = new HashMap<>();
  private final Map<Integer, Integer> ports = new HashMap<>();

  /** All addresses to which a connection was really asked for. */
  final List<InetSocketAddress> connected = new CopyOnWriteArrayList<>();

  final Outgoing outgoing;

  OutgoingHouse(OutgoingSettings settings) {
    this(settings, Lines::trustingAsTheJvmDoes);
  }

  OutgoingHouse(OutgoingSettings settings, Supplier<SSLContext> tls) {
    outgoing = new Outgoing(settings, this::addresses, this::wired, tls);
  }

  static OutgoingSettings strict(String... allowedHosts) {
    return new OutgoingSettings(
        /* allowPrivateTargets= */ false,
        List.of(allowedHosts),
        /* connectTimeout= */ Duration.ofSeconds(5),
        /* idleTimeout= */ Duration.ofSeconds(5));
  }

  static OutgoingSettings impatient() {
    return new OutgoingSettings(
        false, List.of(), Duration.ofSeconds(5), /* idleTimeout= */ Duration.ofMillis(300));
  }

  /** A name has these addresses; said again, it has others the next time and from then on. */
  OutgoingHouse name(String name, String... addresses) {
    names.computeIfAbsent(name, _ -> new ArrayDeque<>()).add(List.of(addresses));
    return this;
  }

  /** A port of the made-up internet is served by a real one here. */
  OutgoingHouse serve(int port, StrangeServer server) {
    ports.put(port, server.port());
    return this;
  }

  Answer get(String url) throws OutgoingException {
    return outgoing.send(Call.get(url, LIMITS));
  }

  /** The whole body. */
  static String text(Answer answer) throws OutgoingException {
    var text = new StringBuilder();
    byte[] buffer = new byte[100];
    for (int n = answer.read(buffer); n >= 0; n = answer.read(buffer)) {
      text.append(new String(Arrays.copyOf(buffer, n), StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  @Override
  public void close() {
    outgoing.close();
  }

  private List<InetAddress> addresses(String name) throws UnknownHostException {
    Deque<List<String>> known = names.get(name);
    if (known == null) {
      throw new UnknownHostException(name);
    }
    List<String> now = known.size() > 1 ? known.removeFirst() : known.getFirst();
    return now.stream().map(InetAddress::ofLiteral).toList();
  }

  private InetSocketAddress wired(InetSocketAddress asked) {
    connected.add(asked);
    int port = ports.getOrDefault(asked.getPort(), asked.getPort());
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
