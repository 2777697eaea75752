package slipway.playback;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.core.download.Download;
import slipway.core.download.Downloads;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;
import slipway.media.container.TrackKind;
import slipway.media.packaging.Presentation;
import slipway.media.packaging.Rendition;

/**
 * {@code downloads/default.mp4} and {@code downloads/audio.m4a}, once their owner offers them
 * (CF-133). {@code ?filename=} names the file that is saved.
 */
record ServeOffered(Downloads downloads, ServeMp4 files) implements ForViewers.Served {
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,120}");

  @Override
  public Response serve(Request request, Video video) throws IOException {
    return switch (request.parameter("name")) {
      case "default.mp4" ->
          offered(request, video, Download.Kind.WHOLE, new Named("default", "mp4"));
      case "audio.m4a" -> offered(request, video, Download.Kind.SOUND, new Named("audio", "m4a"));
      default -> PlainAnswers.notFound();
    };
  }

  private record Named(String otherwise, String ending) {
    /** What is no such name is as if none had been wished for; an ending may be there already. */
    String of(Optional<String> wish) {
      String dotted = "." + ending;
      String name =
          wish.map(text ->
                  text.endsWith(dotted) ? text.substring(0, text.length() - dotted.length()) : text)
              .filter(text -> FILE_NAME.matcher(text).matches())
              .orElse(otherwise);
      return name + dotted;
    }
  }

  private Response offered(Request request, Video video, Download.Kind kind, Named named)
      throws IOException {
    List<Download> offers = downloads.of(video.id());
    if (offers.stream().noneMatch(offer -> offer.kind() == kind)) {
      return PlainAnswers.notFound();
    }
    return files.serve(
        request,
        video,
        new ServeMp4.Wanted(
            presentation -> best(presentation, kind),
            named.ending(),
            Optional.of(named.of(request.query().first("filename")))));
  }

  /** The tallest picture, H.264 before others since that plays everywhere; or the first sound. */
  private static Optional<String> best(Presentation presentation, Download.Kind kind) {
    List<Rendition> all = presentation.renditions();
    return switch (kind) {
      case WHOLE ->
          all.stream()
              .filter(one -> one.size().isPresent())
              .max(
                  Comparator.comparing((Rendition one) -> one.codecs().startsWith("avc1"))
                      .thenComparingInt(one -> one.size().orElseThrow().height())
                      .thenComparingLong(Rendition::averageBandwidth))
              .map(Rendition::name);
      case SOUND ->
          all.stream()
              .filter(one -> one.kind() == TrackKind.AUDIO)
              .findFirst()
              .map(Rendition::name);
    };
  }
}
