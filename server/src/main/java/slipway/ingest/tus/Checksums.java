package slipway.ingest.tus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import slipway.core.upload.Upload;
import slipway.http.Headers;
import slipway.ingest.BodyCheck;

/**
 * The digests announced for one body: {@code Upload-Checksum} as a header or trailer field and
 * {@code Content-Digest} (TUS-102 to TUS-114). Used by one thread.
 */
final class Checksums implements BodyCheck {
  private final List<ExpectedDigest> expected;
  private final Optional<ExpectedDigest> header;
  private final boolean trailer;
  private final Map<Digest, Digest.Running> running = new EnumMap<>(Digest.class);
  private Consumer<Upload> watcher = _ -> {};

  private Checksums(
      List<ExpectedDigest> expected, Optional<ExpectedDigest> header, boolean trailer) {
    this.expected = expected;
    this.header = header;
    this.trailer = trailer;
    for (Digest digest : needed()) {
      running.put(digest, digest.start());
    }
  }

  /**
   * What the header fields announce.
   *
   * @throws TusException when an announced digest is none or unknown (TUS-104, TUS-105)
   */
  static Checksums announced(Headers headers) {
    return announced(headers, /* excused= */ false);
  }

  /** As {@link #announced(Headers)}; one that is none is passed over if it is {@code excused}. */
  static Checksums announced(Headers headers, boolean excused) {
    Optional<ExpectedDigest> header = Optional.empty();
    try {
      header = ExpectedDigest.uploadChecksum(headers);
    } catch (TusException none) {
      if (!excused) {
        throw none;
      }
    }
    List<ExpectedDigest> expected =
        new ArrayList<>(ExpectedDigest.httpDigests(headers, "Content-Digest"));
    header.ifPresent(expected::add);
    boolean trailer =
        headers.list("Trailer").stream().anyMatch("Upload-Checksum"::equalsIgnoreCase);
    return new Checksums(List.copyOf(expected), header, trailer);
  }

  /** The same, with somebody who is told how far the upload is durable meanwhile. */
  Checksums watchedBy(Consumer<Upload> whom) {
    watcher = whom;
    return this;
  }

  @Override
  public void durable(Upload upload) {
    watcher.accept(upload);
  }

  /** A trailer names its algorithm only after the bytes, so all of them are computed meanwhile. */
  private Set<Digest> needed() {
    if (trailer) {
      return EnumSet.allOf(Digest.class);
    }
    Set<Digest> needed = EnumSet.noneOf(Digest.class);
    expected.forEach(one -> needed.add(one.digest()));
    return needed;
  }

  @Override
  public boolean isWanted() {
    return trailer || !expected.isEmpty();
  }

  @Override
  public void see(ByteBuffer[] buffers) {
    for (Digest.Running digest : running.values()) {
      for (ByteBuffer buffer : buffers) {
        digest.see(buffer.duplicate());
      }
    }
  }

  @Override
  public void end(Headers trailers) {
    Map<Digest, String> values = new EnumMap<>(Digest.class);
    running.forEach(
        (digest, sum) -> values.put(digest, Base64.getEncoder().encodeToString(sum.value())));
    List<ExpectedDigest> all = new ArrayList<>(expected);
    if (trailer) {
      all.add(inTrailer(trailers));
    }
    if (!all.stream().allMatch(one -> one.base64().equals(values.get(one.digest())))) {
      throw TusError.CHECKSUM_MISMATCH.thrown();
    }
  }

  /** TUS-112. */
  private ExpectedDigest inTrailer(Headers trailers) {
    ExpectedDigest last =
        ExpectedDigest.uploadChecksum(trailers).orElseThrow(TusError.INVALID_CHECKSUM::thrown);
    if (header.isPresent() && !header.get().equals(last)) {
      throw TusError.INVALID_CHECKSUM.thrown();
    }
    return last;
  }
}
