package slipway.media.provenance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.media.container.ByteSource;
import slipway.media.packaging.FileRange;
import slipway.media.packaging.PlainMp4;
import slipway.media.packaging.Resource;
import slipway.media.packaging.TrackInput;

/**
 * An MP4 file of tracks, as {@link PlainMp4} lays it out, with a signed statement behind its first
 * box (MD-80). It is read once to be hashed, in pieces, whatever its size.
 */
public final class SignedMp4 {
  private static final int PIECE = 1 << 18;

  private SignedMp4() {}

  /**
   * A file.
   *
   * @param resource all of it
   * @param stampedAt when an authority says that it was signed, {@code null} without a time stamp
   */
  public record Signed(Resource resource, @Nullable Instant stampedAt) {}

  /**
   * Hashes and signs.
   *
   * @param inputs all of the tracks; the first one decides the media type
   * @param files the files they lie in, by the names that the tracks know
   * @param stamps has the signature stamped, if anybody does
   * @param cancelled asked between pieces
   * @throws TimeStamps.NoTimeStamp when it cannot be stamped
   * @throws IOException also when a file ends before its last sample
   * @throws CancellationException when it was cancelled
   */
  public static Signed of(
      List<TrackInput> inputs,
      Function<String, ByteSource> files,
      Statement statement,
      Signer signer,
      Optional<TimeStamps> stamps,
      BooleanSupplier cancelled)
      throws IOException {
    BmffBinding binding = new BmffBinding();
    // Hash and signature have fixed lengths, so the box is as long without them as with them, and
    // where all samples come to lie is known before anything is hashed.
    Map<String, Object> nothing = stamps.isPresent() ? StampRoom.empty() : Map.of();
    byte[] room =
        binding.box(
            statement.store(
                binding, new byte[Sha256.BYTES], claim -> signer.sign(claim, _ -> nothing)));
    Resource unsigned = PlainMp4.of(inputs, Optional.of(room));
    byte[] hash = hash(binding, unsigned, files, cancelled);
    AtomicReference<@Nullable Instant> stampedAt = new AtomicReference<>();
    Signer.Aside<TimeStamps.NoTimeStamp> aside =
        toBeStamped -> {
          if (stamps.isEmpty()) {
            return nothing;
          }
          TimeStamps.Stamp stamp = stamps.get().stamp(toBeStamped);
          signer.requireValid(stamp.at());
          stampedAt.set(stamp.at());
          return StampRoom.with(stamp.token());
        };
    byte[] box = binding.box(statement.store(binding, hash, claim -> signer.sign(claim, aside)));
    if (box.length != room.length) {
      throw new IllegalStateException("the statement grew while it was signed");
    }
    return new Signed(PlainMp4.of(inputs, Optional.of(box)), stampedAt.get());
  }

  private static byte[] hash(
      BmffBinding binding,
      Resource unsigned,
      Function<String, ByteSource> files,
      BooleanSupplier cancelled)
      throws IOException {
    MessageDigest digest = binding.begin(unsigned.head());
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    for (FileRange range : unsigned.body()) {
      ByteSource file = files.apply(range.file());
      long end = range.position() + range.length();
      for (long position = range.position(); position < end; position += piece.limit()) {
        if (cancelled.getAsBoolean()) {
          throw new CancellationException("cancelled while a file was hashed");
        }
        piece.clear().limit((int) Math.min(PIECE, end - position));
        file.readFully(position, piece);
        digest.update(piece.flip());
      }
    }
    return digest.digest();
  }
}
