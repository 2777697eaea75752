package slipway.playback;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * {@code GET /hls/{playbackId}/video} and {@code …/video/download.<ext>}: the file as it was
 * uploaded (LP-91, LP-127). It is somebody's bytes on our origin, so a browser must save it and
 * never show it as a page (REL-56).
 */
record ServeDownload(BlobStore blobs) implements ForViewers.Served {
  private static final Pattern NAME = Pattern.compile("video|download\\.[A-Za-z0-9]{1,10}");

  /** What came encrypted is of use to viewers only as what it was before (LP-152). */
  private static String key(Video video) {
    return video.wishes().isEncrypted() ? BlobKeys.clear(video.id()) : BlobKeys.source(video.id());
  }

  /** Who encrypts a file on its way does not mean it for everybody (LP-152). */
  private static boolean isOpenedForAll(Video video) {
    return video.wishes().isEncrypted() && video.wishes().effectivePolicy().isPublic();
  }

  @Override
  public Response serve(Request request, Video video) throws IOException {
    // What is marked is not given away unmarked (CF-139).
    if (!(video.phase() instanceof Phase.Ready)
        || video.wishes().details().watermark() != null
        || isOpenedForAll(video)
        || !NAME.matcher(request.path().segments().getLast()).matches()) {
      return PlaybackProblems.notFound();
    }
    Optional<Blob> stored = blobs.open(key(video));
    if (stored.isEmpty()) {
      return PlaybackProblems.notFound();
    }
    try (Blob blob = stored.get()) {
      Part file = new Part.FileSlice(blob.file().orElseThrow(), 0, blob.size());
      return Representation.of("application/octet-stream", video.id().toString(), List.of(file))
          .with("Content-Disposition", "attachment")
          .with("Content-Security-Policy", "sandbox; default-src 'none'")
          .with("Cache-Control", "private, no-cache")
          .answer(request);
    }
  }
}
