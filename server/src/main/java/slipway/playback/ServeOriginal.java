package slipway.playback;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.http.Handler;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * The file of a video as it came, for whoever runs this server and takes its videos away: whatever
 * its policy says, and also of a video that failed. To be put behind the operator's key.
 */
public final class ServeOriginal implements Handler {
  private final Videos videos;
  private final BlobStore blobs;

  public ServeOriginal(Videos videos, BlobStore blobs) {
    this.videos = videos;
    this.blobs = blobs;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ProblemException {@link Problem.NotFound}, also while its bytes are coming
   */
  @Override
  public Response handle(Request request) throws IOException {
    Video video = video(request.parameter("id"));
    try (Blob blob = blobs.open(BlobKeys.source(video.id())).orElseThrow(ServeOriginal::missing)) {
      Part file = new Part.FileSlice(blob.file().orElseThrow(), 0, blob.size());
      return Representation.of("application/octet-stream", video.id().toString(), List.of(file))
          .with("Content-Disposition", "attachment")
          .with("Cache-Control", "private, no-store")
          .answer(request);
    }
  }

  private Video video(String id) {
    try {
      return videos
          .byId(UUID.fromString(id))
          .filter(video -> !video.isDeleted() && video.content() != null)
          .orElseThrow(ServeOriginal::missing);
    } catch (IllegalArgumentException noId) {
      throw missing();
    }
  }

  private static ProblemException missing() {
    return new ProblemException(new Problem.NotFound("There is no file of such a video."));
  }
}
