package slipway.playback;

import java.util.List;
import java.util.Optional;
import slipway.core.access.Protections;
import slipway.core.access.TokenReader;
import slipway.http.Area;
import slipway.storage.BlobStore;

/** All addresses of viewers, in all notations, over one set of open videos. */
public final class Playback {
  private Playback() {}

  /**
   * The areas, to be mounted before all others of the same prefix.
   *
   * @param protections of accounts that sign addresses or encrypt
   * @param tokens reads those that stand in place of an id
   */
  public static List<Area> areas(
      Library library,
      Authoriser authoriser,
      Protections protections,
      TokenReader tokens,
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
            new GrowingVideos(blobs, indexes, settings),
            blobs,
            pictures);
    Optional<ServeArriving> arriving =
        settings.whileUploading()
            ? Optional.of(new ServeArriving(library.uploads(), new ArrivingVideos(blobs, settings)))
            : Optional.empty();
    return List.of(
        PlaybackArea.of(stock, arriving),
        GcoreArea.of("/videos", stock, protections),
        GcoreArea.of("/player/videos", stock, protections),
        CloudflareArea.of(stock, tokens, library.downloads()),
        PlayerFiles.area());
  }
}
