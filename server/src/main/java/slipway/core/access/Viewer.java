package slipway.core.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who asks for something of a video.
 *
 * @param proofs what is shown as a right to watch; of each kind the first one counts
 * @param origin where the page lies that asks: scheme, host and port without a path, from {@code
 *     Origin} or else from {@code Referer}; {@code null} when neither was sent
 * @param onOwnPage whether a page of this very server asks, such as its player; the page was let in
 *     by its own origin rules
 * @param address of the client, behind trusted proxies only
 * @param countryCode ISO 3166-1 alpha-2, {@code null} when unknown
 * @param url what is asked for, as the viewer wrote it, without proofs
 * @param headers those that a gate is told of (LP-140)
 */
public record Viewer(
    List<Proof> proofs,
    @Nullable String origin,
    boolean onOwnPage,
    InetAddress address,
    @Nullable String countryCode,
    String url,
    Map<String, String> headers) {

  public Viewer {
    proofs = List.copyOf(proofs);
    headers = Map.copyOf(headers);
  }

  /** The first proof of a kind. */
  <P extends Proof> Optional<P> proof(Class<P> kind) {
    return proofs.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  Optional<String> country() {
    return Optional.ofNullable(countryCode);
  }
}
