package slipway.playback;

import java.util.List;
import java.util.Optional;
import slipway.http.Area;
import slipway.storage.BlobStore;

/** All addresses of viewers, in all notations, over one set of open videos. */
public final class Playback {
  private Playback() {}

  /** The areas, to be mounted as they are. */
  public static List<Area> areas(
      Library library,
      Authoriser authoriser,
      Countries countries,
      BlobStore blobs,
      Indexes indexes,
      PlaybackSettings settings,
      Pictures pictures) {
    Stock stock =
        new Stock(
            new Programme(library),
            authoriser,
            new Viewers(countries),
            new OpenVideos(blobs, indexes, settings),
            blobs,
            pictures);
    Optional<ServeArriving> arriving =
        settings.whileUploading()
            ? Optional.of(new ServeArriving(library.uploads(), new ArrivingVideos(blobs, settings)))
            : Optional.empty();
    return List.of(PlaybackArea.of(stock, arriving));
  }
}
