package slipway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * So many requests a minute for each key and for each address (REL-93). A caller who was quiet may
 * send a whole minute's worth at once; afterwards they come back one by one. Safe for any thread.
 */
public final class RateLimit {
  private static final double MINUTE = Duration.ofMinutes(1).toNanos();

  /** Callers remembered; whoever is forgotten starts with a whole minute's worth. */
  private static final int CALLERS = 100_000;

  private final int perKey;
  private final int perAddress;
  private final LongSupplier nanos;

  /** A bucket is full again after a minute, so that nothing is lost by forgetting it. */
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(CALLERS).expireAfterAccess(Duration.ofMinutes(2)).build();

  /**
   * A limit; 0 means none.
   *
   * @param perKey requests a minute with one {@code Authorization}
   * @param perAddress requests a minute of one client address (of IPv6 one /64)
   * @param nanos a clock that only goes forward, as {@link System#nanoTime}
   */
  public RateLimit(int perKey, int perAddress, LongSupplier nanos) {
    this.perKey = perKey;
    this.perAddress = perAddress;
    this.nanos = nanos;
  }

  /** Counts a request. Empty when it may go on, else after what time one may be sent again. */
  public Optional<Duration> refuse(Request request) {
    String key = request.headers().first("Authorization").orElse("");
    return taken("address " + network(request.client()), perAddress)
        .or(() -> key.isEmpty() ? Optional.empty() : taken("key " + hash(key), perKey));
  }

  private Optional<Duration> taken(String caller, int most) {
    if (most == 0) {
      return Optional.empty();
    }
    return buckets.get(caller, _ -> new Bucket(most, nanos.getAsLong())).take(nanos.getAsLong());
  }

  /** Who has one address of a /64 usually has them all. */
  private static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
  }

  private static String hash(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What one caller has left. */
  private static final class Bucket {
    private final int most;
    private double left;
    private long at;

    Bucket(int most, long now) {
      this.most = most;
      this.left = most;
      this.at = now;
    }

    synchronized Optional<Duration> take(long now) {
      left = Math.min(most, left + (now - at) * most / MINUTE);
      at = now;
      if (left >= 1) {
        left--;
        return Optional.empty();
      }
      return Optional.of(Duration.ofNanos((long) Math.ceil((1 - left) * MINUTE / most)));
    }
  }
}
