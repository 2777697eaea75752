package slipway.playback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import slipway.core.access.Protection;
import slipway.core.access.Protections;
import slipway.core.rendition.Rendition;
import slipway.core.video.Video;
import slipway.http.Headers;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.media.container.TrackKind;
import slipway.media.packaging.HlsFlavour;
import slipway.media.packaging.Links;
import slipway.media.packaging.Presentation;
import slipway.media.packaging.Resource;
import slipway.media.packaging.SegmentCipher;
import slipway.media.packaging.TsSegment;
import slipway.media.thumbnail.SheetPlan;

/**
 * Playlists, manifests and segments as Gcore's delivery side has them (GC-130 to GC-135, GC-166).
 * What the packager has under names of its own comes from there; MPEG-TS and encrypted segments are
 * made while they are sent.
 */
final class ServeGcoreVideo implements ForViewers.Served {
  /** How players know the group of subtitles (GC-156). */
  private static final String TEXTS = "subs0";

  private static final String LIST = "application/vnd.apple.mpegurl";

  private final Programme programme;
  private final OnShow onShow;
  private final Protections protections;

  ServeGcoreVideo(Programme programme, OnShow onShow, Protections protections) {
    this.programme = programme;
    this.onShow = onShow;
    this.protections = protections;
  }

  @Override
  public Response serve(Request request, Video video) throws IOException {
    Optional<GcoreAddress> address = GcoreAddress.of(request);
    Optional<OpenVideo> shown = address.isEmpty() ? Optional.empty() : onShow.hold(video);
    if (shown.isEmpty()) {
      return notFound();
    }
    OpenVideo held = shown.get();
    try {
      List<Rendition> made = programme.renditionsOf(video);
      return new Visit(request, video, address.orElseThrow(), made, held).answer();
    } finally {
      held.release();
    }
  }

  private static Response notFound() {
    return ByGcoreAddress.no(404, "not found");
  }

  /** One request for something of one video. */
  private final class Visit {
    private final Request request;
    private final Video video;
    private final GcoreAddress address;
    private final List<Rendition> made;
    private final OpenVideo held;
    private final Presentation presentation;
    private final Protection protection;

    Visit(
        Request request, Video video, GcoreAddress address, List<Rendition> made, OpenVideo held) {
      this.request = request;
      this.video = video;
      this.address = address;
      this.made = made;
      this.held = held;
      this.presentation = held.presentation();
      this.protection = protections.of(video.account());
    }

    Response answer() throws IOException {
      return switch (GcoreFile.of(address)) {
        case GcoreFile.Master(GcoreMaster asked) -> master(asked);
        case GcoreFile.Playlist list -> list(list);
        case GcoreFile.Segment segment -> segment(segment);
        case GcoreFile.Tiles() -> tiles();
        case GcoreFile.Packaged(String path) -> packaged(presentation.find(path, Links.PLAIN));
        case GcoreFile.Page() -> notFound();
        case GcoreFile.Picture _ -> notFound();
        case GcoreFile.Poster _ -> notFound();
        case GcoreFile.Mp4 _ -> notFound();
        case GcoreFile.None _ -> notFound();
      };
    }

    private Response master(GcoreMaster asked) throws IOException {
      List<slipway.media.packaging.Rendition> pictures =
          presentation.renditions().stream()
              .filter(track -> track.kind() == TrackKind.VIDEO)
              .toList();
      if (!pictures.isEmpty() && asked.choose(pictures).isEmpty()) {
        return notFound(); // GC-135
      }
      if (asked.dash()) {
        return packaged(presentation.find("index.mpd", Links.PLAIN, asked::choose));
      }
      boolean transportStream = !asked.cmaf() && presentation.fitsTs();
      // Old players of TS know no groups of sounds and would play pictures in silence (GC-131).
      boolean muxed = transportStream && presentation.isMuxable();
      HlsFlavour flavour = flavour(transportStream, muxed, protection.encrypted());
      Resource list = presentation.masterPlaylist(flavour, Links.PLAIN, asked::choose);
      Optional<SheetPlan> sheet = asked.images() ? GcoreSprite.of(made) : Optional.empty();
      return sheet.isEmpty()
          ? packaged(Optional.of(list))
          : text(StandardCharsets.UTF_8.decode(list.head()) + GcoreSprite.announced(sheet.get()));
    }

    private Response tiles() {
      return GcoreSprite.of(made)
          .map(plan -> text(GcoreSprite.tiles(plan, GcoreNames.sprite(address.slug()))))
          .orElseGet(ServeGcoreVideo::notFound);
    }

    private Response text(String list) {
      return Response.bytes(200, LIST, list.getBytes(StandardCharsets.UTF_8))
          .with("Cache-Control", held.isGrowing() ? "private, no-store" : "no-cache");
    }

    private Response list(GcoreFile.Playlist list) throws IOException {
      return list.encrypted() && !protection.encrypted()
          ? notFound()
          : packaged(
              presentation.mediaPlaylist(
                  list.rendition(),
                  flavour(list.transportStream(), list.muxed(), list.encrypted()),
                  Links.PLAIN));
    }

    private HlsFlavour flavour(boolean transportStream, boolean muxed, boolean encrypted) {
      return new HlsFlavour(transportStream, encrypted ? keyAddress() : null, muxed, TEXTS);
    }

    /** Where players ask for the key: the customer's own server, or ours (GC-166). */
    private String keyAddress() {
      String path = "/videos/" + address.key() + "/encryption";
      String server = protection.keyServer();
      return server == null ? request.origin().url("/streaming" + path) : server + path;
    }

    private Response packaged(Optional<Resource> found) throws IOException {
      return found.isEmpty()
          ? notFound()
          : ServeVideo.representation(held, found.get(), ServeVideo.cacheControl(held, found.get()))
              .answer(request);
    }

    private Response segment(GcoreFile.Segment asked) throws IOException {
      if (asked.encrypted() && !protection.encrypted()) {
        return notFound();
      }
      Optional<Made> made;
      if (asked.muxed()) {
        made = presentation.muxedSegment(asked.rendition(), asked.number()).map(this::made);
      } else if (asked.transportStream()) {
        made = presentation.tsSegment(asked.rendition(), asked.number()).map(this::made);
      } else {
        made = presentation.segment(asked.rendition(), asked.number()).map(this::made);
      }
      return made.isEmpty() ? notFound() : made.get().answer(asked);
    }

    private Made made(TsSegment segment) {
      return new Made(
          TsSegment.CONTENT_TYPE,
          () -> segment.length(held::source),
          segment.tag(),
          out -> segment.writeTo(held::source, out));
    }

    private Made made(Resource segment) {
      Stretch all = held.stretch(segment, 0, segment.length());
      return new Made(segment.contentType(), segment::length, segment.tag(), all::writeTo);
    }

    /** A segment whose bytes are made. */
    private final class Made {
      private final String contentType;
      private final Length length;
      private final String tag;
      private final Making making;

      Made(String contentType, Length length, String tag, Making making) {
        this.contentType = contentType;
        this.length = length;
        this.tag = tag;
        this.making = making;
      }

      Response answer(GcoreFile.Segment asked) throws IOException {
        if (!asked.encrypted()) {
          return answer(length.bytes(), tag, making);
        }
        byte[] key = protection.contentKey(video.id());
        return answer(
            SegmentCipher.length(length.bytes()),
            tag + "-aes",
            out -> SegmentCipher.write(making::writeTo, key, asked.number(), out));
      }

      private Response answer(long bytes, String name, Making how) throws IOException {
        return new Representation(
                contentType,
                bytes,
                name,
                Headers.EMPTY,
                (from, count) -> held.content(out -> how.writeTo(out, from, count), count))
            .with("Cache-Control", held.isGrowing() ? "private, no-store" : "public, max-age=3600")
            .answer(request);
      }
    }
  }

  /** Bytes of a segment; found by a look into its file. */
  @FunctionalInterface
  private interface Length {
    long bytes() throws IOException;
  }
}
