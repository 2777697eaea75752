package slipway.api.gcore;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.api.gcore.GcoreShapes.VideoShape;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.video.Content;
import slipway.core.video.Facts;
import slipway.core.video.Particulars;
import slipway.core.video.Source;
import slipway.core.video.TrackFacts;
import slipway.core.video.Video;

/** Shows a video, whichever door made it, as Gcore's (section 3 of the contract). */
final class GcoreVideos {
  /** GC-12. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final GcoreUrls urls;
  private final Renditions renditions;
  private final GcoreFiles files;

  GcoreVideos(GcoreUrls urls, Renditions renditions, GcoreFiles files) {
    this.urls = urls;
    this.renditions = renditions;
    this.files = files;
  }

  /** A point in time as Gcore writes it. */
  static String time(Instant at) {
    return TIME.format(at);
  }

  /** The video with everything there is to tell. */
  VideoShape details(Video video) {
    return shape(video, /* index= */ true);
  }

  /** As one of many, without the index of its pictures, which may be long (section 3). */
  VideoShape item(Video video) {
    return shape(video, /* index= */ false);
  }

  private VideoShape shape(Video video, boolean index) {
    List<Rendition> all = renditions.all(video.id());
    Particulars said = video.wishes().effectiveParticulars();
    Facts facts = video.facts();
    Content content = video.content();
    String status = GcoreWords.status(video, all);
    Optional<TrackFacts.Picture> picture =
        Optional.ofNullable(facts).flatMap(Facts::video).map(TrackFacts::picture);
    Long length = facts == null ? null : millis(facts.duration());
    String page = urls.page(video);
    String sent = said.poster();
    String poster = sent == null ? null : urls.file(video, files.poster(sent));
    boolean pictures = video.isWatchable() && files.hasSprite(all);
    List<String> screenshots = screenshots(video, pictures);
    return new VideoShape(
        video.serial(),
        video.name(),
        said.description(),
        video.account(),
        video.playbackId(),
        status,
        GcoreWords.error(video, all),
        length,
        facts == null ? null : millis(facts.whole()),
        facts == null || content == null ? null : content.size(),
        picture.map(TrackFacts.Picture::width).orElse(null),
        picture.map(TrackFacts.Picture::height).orElse(null),
        Optional.ofNullable(facts)
            .flatMap(Facts::audio)
            .map(TrackFacts::sound)
            .map(TrackFacts.Sound::channels)
            .orElse(null),
        originUrl(video.source()),
        /* originFilename= */ null,
        /* originHost= */ null,
        /* originResource= */ null,
        /* originStorage= */ null,
        time(video.createdAt()),
        time(video.updatedAt()),
        urls.file(video, "master.m3u8"),
        urls.file(video, "master-cmaf.m3u8"),
        urls.file(video, "master.mpd"),
        page,
        embedded(page),
        status.equals(GcoreWords.EMPTY) // GC-53
            ? List.of()
            : GcoreConverted.of(all, rendition -> urls.file(video, files.mp4(rendition))),
        screenshots,
        screenshot(said.picture(), screenshots, poster),
        said.picture(),
        poster,
        sent == null ? null : urls.file(video, files.posterThumb(sent)),
        pictures ? urls.file(video, files.sprite(video.playbackId())) : null,
        pictures && index ? files.spriteText(video.playbackId(), all).orElse(null) : null,
        /* views= */ 0,
        /* cdnViews= */ 0,
        clientUser(video.wishes().creator()),
        said.directory(),
        said.qualitySet(),
        /* streamId= */ null,
        /* adId= */ null,
        /* playerId= */ null,
        said.priority(),
        said.clipStart(),
        said.clipLength(),
        !said.aboveSource(),
        /* recordType= */ null,
        /* recordingStartedAt= */ null,
        note(said, "auto_transcribe_audio_language", "auto"),
        note(said, "auto_translate_subtitles_language", "disable"),
        note(said, "projection", "regular"),
        /* encryption= */ "inherit",
        said.notes().get("share_url"),
        said.notes().get("custom_iframe_url"),
        /* demo= */ null,
        /* folders= */ List.of());
  }

  /** Those there are, once there is a picture (GC-145). */
  private List<String> screenshots(Video video, boolean pictures) {
    Facts facts = video.facts();
    return facts == null || !pictures
        ? List.of()
        : files.screenshots(facts.duration()).stream().map(name -> urls.file(video, name)).toList();
  }

  private static @Nullable String screenshot(
      int chosen, List<String> screenshots, @Nullable String poster) {
    if (chosen == -1) {
      return poster;
    }
    return chosen < screenshots.size() ? screenshots.get(chosen) : null;
  }

  private static String note(Particulars said, String name, String usual) {
    return said.notes().getOrDefault(name, usual);
  }

  private static @Nullable String originUrl(Source source) {
    return switch (source) {
      case Source.Url(String url, String given) -> given == null ? url : given;
      case Source.Recording(String url) -> url;
      case Source.Direct() -> null;
      case Source.Clip _ -> null;
    };
  }

  /** Callers of other doors say by texts who made a video; here only numbers are told. */
  private static @Nullable Long clientUser(@Nullable String creator) {
    return creator == null ? null : GcoreNumbers.id(creator).orElse(null);
  }

  private static @Nullable Long millis(Duration length) {
    return length.isZero() ? null : length.toMillis();
  }

  private static String embedded(String page) {
    return "<iframe width=\"560\" height=\"315\" src=\""
        + page
        + "\" frameborder=\"0\" allowfullscreen></iframe>";
  }
}
