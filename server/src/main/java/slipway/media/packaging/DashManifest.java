package slipway.media.packaging;

import java.util.List;
import java.util.Locale;

/** Writes the MPD (ISO/IEC 23009-1, profile isoff-live; MD-60). */
final class DashManifest {
  static final String CONTENT_TYPE = "application/dash+xml";

  private final StringBuilder out = new StringBuilder(4096);
  private final Links links;

  private DashManifest(Links links) {
    this.links = links;
  }

  static String of(
      List<PackagedTrack> videos,
      List<PackagedTrack> audios,
      double end,
      PackagingSettings settings,
      Links links) {
    DashManifest manifest = new DashManifest(links);
    manifest.write(videos, audios, end, settings);
    return manifest.out.toString();
  }

  private void write(
      List<PackagedTrack> videos,
      List<PackagedTrack> audios,
      double end,
      PackagingSettings settings) {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append(
        "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" profiles=\"urn:mpeg:dash:profile:isoff-live:2011\" type=\"static\"");
    attribute("mediaPresentationDuration", "PT" + decimal(end) + "S");
    attribute("minBufferTime", "PT" + decimal(settings.firstSegment().toNanos() / 1e9) + "S");
    out.append(">\n  <Period id=\"0\" start=\"PT0S\">\n");
    int set = 0;
    if (!videos.isEmpty()) {
      adaptationSet(set++, "video", "video/mp4", "und", videos);
    }
    for (PackagedTrack audio : audios) {
      adaptationSet(set++, "audio", "audio/mp4", audio.rendition().language(), List.of(audio));
    }
    out.append("  </Period>\n</MPD>\n");
  }

  private void adaptationSet(
      int id, String contentType, String mimeType, String language, List<PackagedTrack> tracks) {
    out.append("    <AdaptationSet");
    attribute("id", Integer.toString(id));
    attribute("contentType", contentType);
    attribute("mimeType", mimeType);
    HlsPlaylists.shortLanguage(language).ifPresent(code -> attribute("lang", code));
    out.append(" segmentAlignment=\"true\" startWithSAP=\"1\">\n");
    tracks.forEach(this::representation);
    out.append("    </AdaptationSet>\n");
  }

  private void representation(PackagedTrack track) {
    Rendition rendition = track.rendition();
    out.append("      <Representation");
    attribute("id", rendition.name());
    attribute("codecs", rendition.codecs());
    attribute("bandwidth", Long.toString(rendition.bandwidth()));
    rendition
        .size()
        .ifPresent(size -> {
          attribute("width", Integer.toString(size.width()));
          attribute("height", Integer.toString(size.height()));
        });
    if (rendition.frameRate() > 0) {
      attribute("frameRate", Math.round(rendition.frameRate() * 1000) + "/1000");
    }
    if (rendition.sampleRate() > 0) {
      attribute("audioSamplingRate", Integer.toString(rendition.sampleRate()));
    }
    out.append(">\n");
    if (rendition.channels() > 0) {
      out.append(
          "        <AudioChannelConfiguration schemeIdUri=\"urn:mpeg:dash:23003:3:audio_channel_configuration:2011\"");
      attribute("value", Integer.toString(rendition.channels()));
      out.append("/>\n");
    }
    segments(track, rendition.name());
    out.append("      </Representation>\n");
  }

  private void segments(PackagedTrack track, String name) {
    out.append("        <SegmentTemplate");
    attribute("timescale", Long.toString(track.track().timescale()));
    attribute("initialization", links.fromRoot(name + "/init.mp4"));
    attribute("media", links.fromRoot(name + "/$Number$.m4s"));
    out.append(" startNumber=\"0\">\n          <SegmentTimeline>\n");
    int segment = 0;
    while (segment < track.segments()) {
      long duration = duration(track, segment);
      int same = 1;
      while (segment + same < track.segments() && duration(track, segment + same) == duration) {
        same++;
      }
      out.append("            <S");
      attribute("t", Long.toString(track.start(segment)));
      attribute("d", Long.toString(duration));
      if (same > 1) {
        attribute("r", Integer.toString(same - 1));
      }
      out.append("/>\n");
      segment += same;
    }
    out.append("          </SegmentTimeline>\n        </SegmentTemplate>\n");
  }

  private static long duration(PackagedTrack track, int segment) {
    return track.start(segment + 1) - track.start(segment);
  }

  /**
   * Values are our own words or were checked by {@link Links}; only the ampersand between query
   * parameters needs care.
   */
  private void attribute(String name, String value) {
    out.append(' ').append(name).append("=\"").append(value.replace("&", "&amp;")).append('"');
  }

  private static String decimal(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }
}
