package slipway.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.TrackFacts;
import slipway.core.video.Video;
import slipway.core.watermark.WatermarkImages;
import slipway.core.watermark.WatermarkProfile;
import slipway.core.watermark.WatermarkProfiles;
import slipway.media.container.Size;
import slipway.media.transcode.Watermark;
import slipway.media.transcode.WatermarkImage;
import slipway.storage.Blob;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

/** Pictures of watermarks as blobs, and which of them marks a video. */
public final class StoredWatermarks implements WatermarkImages, Watermarks {
  private static final Logger log = LoggerFactory.getLogger(StoredWatermarks.class);

  /** Where nothing is known of a picture yet, any frame will do. */
  private static final Size USUAL = new Size(1920, 1080);

  private final WatermarkProfiles profiles;
  private final BlobStore blobs;

  public StoredWatermarks(WatermarkProfiles profiles, BlobStore blobs) {
    this.profiles = profiles;
    this.blobs = blobs;
  }

  @Override
  public WatermarkImages.Picture look(byte[] png) {
    Optional<String> fault = WatermarkImage.fault(png);
    if (fault.isPresent()) {
      throw new ProblemException(new Problem.BadField("file", fault.get()));
    }
    Size size = WatermarkImage.size(png);
    return new WatermarkImages.Picture(size.width(), size.height());
  }

  @Override
  public void keep(UUID id, byte[] png) {
    try (BlobAppender appender = blobs.append(BlobKeys.watermark(id), 0)) {
      appender.write(new ByteBuffer[] {ByteBuffer.wrap(png)});
      appender.force();
    } catch (NoSpaceException full) {
      drop(id);
      throw new ProblemException(new Problem.NoSpace(), full);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void drop(UUID id) {
    try {
      blobs.delete(BlobKeys.watermark(id));
    } catch (IOException failure) {
      log.warn("the picture of a watermark stays that nobody names: {}", id, failure);
    }
  }

  @Override
  public Optional<Watermark> of(Video video) {
    String named = video.wishes().details().watermark();
    return named == null ? Optional.empty() : Optional.of(mark(video, named));
  }

  /** Rather no video than one without the mark that its owner wanted. */
  private Watermark mark(Video video, String named) {
    WatermarkProfile profile =
        WatermarkProfile.idOf(named)
            .flatMap(profiles::byId)
            .filter(found -> found.account() == video.account())
            .orElseThrow(() -> new IllegalStateException("no such watermark: " + named));
    try {
      Optional<Blob> stored = blobs.open(BlobKeys.watermark(profile.id()));
      try (Blob blob = stored.orElse(null)) {
        if (blob == null) {
          throw new IllegalStateException("the picture of a watermark is gone: " + named);
        }
        return Placement.of(profile, frame(video))
            .watermark(blob.file().orElseThrow().toAbsolutePath(), profile.opacity());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Size frame(Video video) {
    return Optional.ofNullable(video.facts())
        .flatMap(facts -> facts.video())
        .map(TrackFacts::picture)
        .filter(picture -> picture.width() > 0 && picture.height() > 0)
        .map(picture -> new Size(picture.width(), picture.height()))
        .orElse(USUAL);
  }
}
