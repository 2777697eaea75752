package slipway.playback;

import static slipway.http.Content.Stream.UNKNOWN;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.core.video.Export;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.http.Content;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.ipfs.Car;
import slipway.storage.ipfs.Cid;
import slipway.storage.ipfs.FileBlocks;

/**
 * {@code GET /hls/{playbackId}/video} and {@code …/video/download.<ext>}: the file as it was
 * uploaded (LP-91, LP-127). It is somebody's bytes on our origin, so a browser must save it and
 * never show it as a page (REL-56).
 */
record ServeDownload(BlobStore blobs, ArchiveRoots roots) implements ForViewers.Served {
  private static final String CAR = "download.car";
  private static final Pattern NAME = Pattern.compile("video|download\\.[A-Za-z0-9]{1,10}");

  /**
   * The source as IPFS takes it, made while it is sent: for nodes that this server does not know
   * (MD-89). What came encrypted stays so.
   */
  private Response archive(Video video) throws IOException {
    Optional<Blob> stored = blobs.open(asStored(video));
    if (stored.isEmpty()) {
      return PlaybackProblems.notFound();
    }
    Optional<Cid> root;
    try (Blob blob = stored.get()) {
      root = exported(video).or(() -> roots.known(blob));
    }
    if (root.isPresent()) {
      return archive(new Content.Stream(out -> write(video, root.get(), out), UNKNOWN));
    }
    // The root stands at the beginning, so the file is read twice when its name is not known.
    Optional<ArchiveRoots.Turn> turn = roots.turn();
    return turn.isEmpty()
        ? PlaybackProblems.busyWithArchives()
        : archive(
            new Content.Stream(out -> write(video, turn.get(), out), UNKNOWN, turn.get()::end));
  }

  private static Response archive(Content content) {
    return Response.of(200)
        .with("Content-Type", "application/vnd.ipld.car; version=1")
        .with("Content-Disposition", "attachment")
        .with("Cache-Control", "private, no-cache")
        .withContent(content);
  }

  /** What it was called when it was exported. */
  private static Optional<Cid> exported(Video video) {
    Export export = video.wishes().export();
    Export.Place place = export == null ? null : export.place();
    return place == null ? Optional.empty() : Optional.of(new Cid(place.cid()));
  }

  private void write(Video video, Cid root, OutputStream out) throws IOException {
    try (Blob blob = blobs.open(asStored(video)).orElseThrow()) {
      Car.write(out, root, FileBlocks.of(blob));
    }
  }

  private void write(Video video, ArchiveRoots.Turn turn, OutputStream out) throws IOException {
    try (Blob blob = blobs.open(asStored(video)).orElseThrow()) {
      Car.write(out, roots.find(blob, turn), FileBlocks.of(blob));
    }
  }

  /** What came encrypted leaves so, and what was cut off does not leave at all. */
  private static String asStored(Video video) {
    return video.wishes().isCut() ? BlobKeys.clear(video.id()) : BlobKeys.source(video.id());
  }

  /** What came encrypted is of use to viewers only as what it was before (LP-152). */
  private static String key(Video video) {
    return video.wishes().isShownPrepared()
        ? BlobKeys.clear(video.id())
        : BlobKeys.source(video.id());
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
    if (request.path().segments().getLast().equals(CAR)) {
      return archive(video);
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
