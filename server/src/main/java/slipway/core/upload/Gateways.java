package slipway.core.upload;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.video.Source;

/**
 * The HTTP servers behind which files of IPFS and Arweave are found. Both name a file by what is in
 * it, so any gateway will do, and one that is known can be told from an ordinary server (LP-76,
 * LP-77).
 *
 * @param ipfs what stands before the CID, for example {@code https://ipfs.io/ipfs/}; the best first
 * @param arweave what stands before the transaction id
 */
public record Gateways(List<String> ipfs, List<String> arweave) {
  private static final String IPFS = "ipfs://";
  private static final String ARWEAVE = "ar://";

  /** Arweave's own, known whatever an operator fetches through (LP-76). */
  private static final List<String> ARWEAVES_OWN =
      List.of("https://arweave.net/", "https://gateway.arweave.net/");

  /** A CID or a transaction id, and perhaps a path in it. */
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9_-]{1,200}([/?#].*)?");

  /** A step up would leave the file, and with it what the gateway was allowed for. */
  private static final Pattern STEP_UP = Pattern.compile("(^|[/\\\\])(\\.|%2e){1,2}([/\\\\?#]|$)");

  public Gateways {
    ipfs = List.copyOf(ipfs);
    arweave = List.copyOf(arweave);
  }

  /** No gateways at all. */
  public static Gateways none() {
    return new Gateways(List.of(), List.of());
  }

  /** The source behind a URL, recognised as a file of IPFS or Arweave where it is one (LP-76). */
  public Source.Url source(String url) {
    List<String> arweaves = new ArrayList<>(ARWEAVES_OWN);
    arweaves.addAll(arweave);
    return rewritten(url, IPFS, ipfs)
        .or(() -> rewritten(url, ARWEAVE, arweaves))
        .orElseGet(() -> new Source.Url(url, /* gatewayUrl= */ null));
  }

  /**
   * The HTTP URLs under which a source can be fetched, the best first; none when it needs a gateway
   * and there is none, or when it names nothing.
   */
  public List<String> urls(Source.Url source) {
    if (source.url().startsWith(IPFS)) {
      return through(ipfs, address(source.url(), IPFS), source.gatewayUrl());
    }
    return source.url().startsWith(ARWEAVE)
        ? through(arweave, address(source.url(), ARWEAVE), source.gatewayUrl())
        : List.of(source.url());
  }

  private static Optional<Source.Url> rewritten(String url, String scheme, List<String> gateways) {
    return gateways.stream()
        .filter(url::startsWith)
        .map(gateway -> url.substring(gateway.length()))
        .filter(Gateways::isAddress)
        .map(address -> new Source.Url(scheme + address, url))
        .findFirst();
  }

  private static List<String> through(
      List<String> gateways, Optional<String> address, @Nullable String given) {
    if (address.isEmpty()) {
      return List.of();
    }
    Set<String> urls = new LinkedHashSet<>();
    if (given != null) {
      urls.add(given);
    }
    gateways.forEach(gateway -> urls.add(gateway + address.get()));
    return List.copyOf(urls);
  }

  private static Optional<String> address(String url, String scheme) {
    return Optional.of(url.substring(scheme.length())).filter(Gateways::isAddress);
  }

  private static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches()
        && !STEP_UP.matcher(text.toLowerCase(Locale.ROOT)).find();
  }
}
