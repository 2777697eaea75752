package slipway.playback;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import slipway.core.video.Video;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.media.container.TrackKind;
import slipway.media.packaging.Presentation;
import slipway.media.packaging.Rendition;
import slipway.media.thumbnail.PictureWish;
import slipway.storage.Blob;
import slipway.storage.BlobStore;

/**
 * Whole files, pictures and the player page as Gcore's delivery side has them (GC-136 to GC-139,
 * GC-145, GC-146).
 */
record ServeGcoreFile(
    ServeMp4 files, ServePicture pictures, BlobStore blobs, ServePlayer player, Paced.Time time)
    implements ForViewers.Served {
  /** Section 3 of the contract. */
  private static final int THUMB_HEIGHT = 200;

  private static final String EXPOSED =
      "Content-Disposition, Content-Length, Content-Range, Accept-Ranges, ETag";

  @Override
  public Response serve(Request request, Video video) throws IOException {
    Optional<GcoreAddress> address = GcoreAddress.of(request);
    if (address.isEmpty()) {
      return ByGcoreAddress.no(404, "not found");
    }
    return switch (GcoreFile.of(address.get())) {
      case GcoreFile.Mp4 mp4 -> mp4(request, video, mp4);
      case GcoreFile.Picture(String name) -> pictures.serve(request, video, name);
      case GcoreFile.Page() -> player.serve(request, video);
      case GcoreFile.Poster(String name, boolean small) -> poster(request, video, name, small);
      case GcoreFile.Master _ -> ByGcoreAddress.no(404, "not found");
      case GcoreFile.Playlist _ -> ByGcoreAddress.no(404, "not found");
      case GcoreFile.Segment _ -> ByGcoreAddress.no(404, "not found");
      case GcoreFile.Tiles() -> ByGcoreAddress.no(404, "not found");
      case GcoreFile.Packaged _ -> ByGcoreAddress.no(404, "not found");
      case GcoreFile.None() -> ByGcoreAddress.no(404, "not found");
    };
  }

  /** The picture that the owner sent, under the name that the video's object has now. */
  private Response poster(Request request, Video video, String name, boolean small)
      throws IOException {
    String key = video.wishes().effectiveParticulars().poster();
    if (key == null || !key.substring(key.indexOf('/') + 1).equals(name)) {
      return ByGcoreAddress.no(404, "not found");
    }
    Optional<Blob> stored = blobs.open(key);
    if (stored.isEmpty()) {
      return ByGcoreAddress.no(404, "not found");
    }
    try (Blob blob = stored.get()) {
      if (small) {
        return pictures.smaller(request, video, blob, wish(name));
      }
      Part file = new Part.FileSlice(blob.file().orElseThrow(), 0, blob.size());
      return Representation.of(imageType(name), name, List.of(file))
          .with("Cache-Control", "public, max-age=3600")
          .with("Content-Security-Policy", "sandbox; default-src 'none'")
          .answer(request);
    }
  }

  private static PictureWish wish(String name) {
    int point = name.lastIndexOf('.');
    return PictureWish.Smaller.of(
        name.substring(0, point), name.substring(point + 1), THUMB_HEIGHT);
  }

  private static String imageType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "png" -> "image/png";
      case "webp" -> "image/webp";
      default -> "image/jpeg";
    };
  }

  private Response mp4(Request request, Video video, GcoreFile.Mp4 mp4) throws IOException {
    return switch (mp4.save()) {
      case GcoreFile.Save.Not() -> mp4(request, video, mp4, Optional.empty());
      case GcoreFile.Save.As(String file) -> mp4(request, video, mp4, Optional.of(file));
      case GcoreFile.Save.BadName() ->
          ByGcoreAddress.no(400, "a file name has 1 to 255 of A-Z a-z 0-9 _ . -"); // GC-138
    };
  }

  private Response mp4(Request request, Video video, GcoreFile.Mp4 mp4, Optional<String> saveAs)
      throws IOException {
    Response whole =
        files.serve(
            request,
            video,
            new ServeMp4.Wanted(
                presentation -> rendition(presentation, mp4), mp4.sound() ? "m4a" : "mp4", saveAs));
    Response exposed =
        saveAs.isEmpty() ? whole : whole.with("Access-Control-Expose-Headers", EXPOSED); // GC-137
    return Paced.of(request.query()).map(paced -> paced.slow(exposed, time)).orElse(exposed);
  }

  private static Optional<String> rendition(Presentation presentation, GcoreFile.Mp4 mp4) {
    List<Rendition> all = presentation.renditions();
    return all.stream()
        .filter(one -> (one.kind() == TrackKind.AUDIO) == mp4.sound())
        .map(Rendition::name)
        .filter(name -> GcoreNames.quality(name) == mp4.quality())
        .findFirst();
  }
}
