package slipway.playback;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.core.rendition.Rendition;
import slipway.core.video.Video;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.storage.Blob;
import slipway.storage.BlobStore;

/**
 * {@code GET /hls/{playbackId}/<rendition>.webm}: a rendition that is a file to be downloaded and
 * in no playlist (MD-44), once it is there. {@code ?download} as for {@link ServeMp4}.
 */
record ServeWebm(Programme programme, BlobStore blobs) implements ForViewers.Served {
  /** What this class answers; all else is somebody else's. */
  static final Pattern NAME = Pattern.compile("([a-z0-9-]{1,64})\\.(webm)");

  @Override
  public Response serve(Request request, Video video) throws IOException {
    Matcher name = NAME.matcher(request.path().segments().getLast());
    if (!name.matches() || !video.isWatchable()) {
      return PlaybackProblems.notFound();
    }
    Optional<Blob> stored = file(video, name.group(1));
    if (stored.isEmpty()) {
      return PlaybackProblems.notFound();
    }
    try (Blob blob = stored.get()) {
      Part whole = new Part.FileSlice(blob.file().orElseThrow(), 0, blob.size());
      Representation file =
          Representation.of("video/webm", blob.identity(), List.of(whole))
              // Somebody's bytes on our origin, never a page (REL-56).
              .with("Content-Security-Policy", "sandbox; default-src 'none'")
              .with("Cache-Control", "public, max-age=3600");
      return SaveAs.wanted(request, name)
          .map(saveAs -> file.with("Content-Disposition", SaveAs.disposition(saveAs)))
          .orElse(file)
          .answer(request);
    }
  }

  private Optional<Blob> file(Video video, String name) throws IOException {
    Optional<Rendition> made = programme.downloadOf(video, name);
    return made.isEmpty() ? Optional.empty() : blobs.open(made.get().blob());
  }
}
