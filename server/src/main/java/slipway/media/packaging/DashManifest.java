package slipway.media.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the MPD (ISO/IEC 23009-1, profile isoff-live; MD-60). */
final class DashManifest {
  static final String CONTENT_TYPE = "application/dash+xml";

  private static final String LONG_AGO = "2000-01-01T00:00:00Z";

  private final StringBuilder out = new StringBuilder(4096);
  private final Links links;
  private final long originMillis;
  private int sets;

  /**
   * @param originMillis where on the time line of its segments a player's time is 0: not behind the
   *     first decoding time, since browsers refuse a negative one
   */
  DashManifest(Links links, long originMillis) {
    this.links = links;
    this.originMillis = originMillis;
  }

  /**
   * @param duration of all of it, also of what is still to come
   * @param growing whether more segments are still to come
   */
  String of(
      List<PackagedTrack> videos,
      List<PackagedTrack> audios,
      List<TextTrack> texts,
      double duration,
      PackagingSettings settings,
      boolean growing) {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append(
        "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\""
            + " profiles=\"urn:mpeg:dash:profile:isoff-live:2011\"");
    attribute("type", growing ? "dynamic" : "static");
    if (growing) {
      // All of it could be had long ago but for what is not listed yet: with an end that is known,
      // players take it for a recording that goes on, and begin at its beginning.
      attribute("availabilityStartTime", LONG_AGO);
      attribute("publishTime", LONG_AGO);
      attribute("minimumUpdatePeriod", "PT2S");
    }
    attribute("mediaPresentationDuration", "PT" + decimal(duration) + "S");
    attribute("minBufferTime", "PT" + decimal(settings.firstSegment().toNanos() / 1e9) + "S");
    out.append(">\n  <Period id=\"0\" start=\"PT0S\">\n");
    for (List<PackagedTrack> alike : alike(videos)) {
      adaptationSet("video", "video/mp4", Optional.empty(), () -> alike.forEach(this::track));
    }
    boolean told = audios.stream().anyMatch(audio -> audio.label().isPresent());
    for (PackagedTrack audio : audios) {
      adaptationSet(
          "audio",
          "audio/mp4",
          Languages.shortest(audio.rendition().language()),
          () -> {
            if (told) {
              role(/* first= */ audio == audios.getFirst(), audio.label());
            }
            track(audio);
          });
    }
    for (TextTrack text : texts) {
      adaptationSet(
          "text", "text/vtt", Optional.of(text.input().language()), () -> text(text.input()));
    }
    return out.append("  </Period>\n</MPD>\n").toString();
  }

  /** Pictures between which a player may change: cut at the same times, coded in the same way. */
  private static List<List<PackagedTrack>> alike(List<PackagedTrack> videos) {
    List<List<PackagedTrack>> groups = new ArrayList<>();
    for (PackagedTrack video : videos) {
      groups.stream()
          .filter(group -> isLike(group.getFirst(), video))
          .findFirst()
          .orElseGet(() -> {
            List<PackagedTrack> group = new ArrayList<>();
            groups.add(group);
            return group;
          })
          .add(video);
    }
    return groups;
  }

  private static boolean isLike(PackagedTrack one, PackagedTrack other) {
    return codec(one).equals(codec(other)) && one.isCutLike(other);
  }

  private static String codec(PackagedTrack track) {
    String codecs = track.rendition().codecs();
    return codecs.substring(0, Math.min(4, codecs.length()));
  }

  private void adaptationSet(
      String contentType, String mimeType, Optional<String> language, Runnable content) {
    out.append("    <AdaptationSet");
    attribute("id", Integer.toString(sets++));
    attribute("contentType", contentType);
    attribute("mimeType", mimeType);
    language.ifPresent(code -> attribute("lang", code));
    out.append(
        contentType.equals("text") ? ">\n" : " segmentAlignment=\"true\" startWithSAP=\"1\">\n");
    content.run();
    out.append("    </AdaptationSet>\n");
  }

  /** Where sound was added, players are told which to take by themselves. */
  private void role(boolean first, Optional<String> label) {
    out.append("      <Role schemeIdUri=\"urn:mpeg:dash:role:2011\"");
    attribute("value", first ? "main" : "alternate");
    out.append("/>\n");
    label.ifPresent(text -> out.append("      <Label>").append(escaped(text)).append("</Label>\n"));
  }

  private void text(TextInput text) {
    out.append("      <Role schemeIdUri=\"urn:mpeg:dash:role:2011\"");
    attribute("value", text.forDeaf() ? "caption" : "subtitle");
    out.append("/>\n      <Label>").append(escaped(text.label())).append("</Label>\n");
    out.append("      <Representation");
    attribute("id", text.rendition());
    attribute("bandwidth", "256");
    out.append(">\n        <BaseURL>")
        .append(escaped(links.fromRoot(text.rendition() + "/text.vtt")))
        .append("</BaseURL>\n      </Representation>\n");
  }

  private void track(PackagedTrack track) {
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
          "        <AudioChannelConfiguration"
              + " schemeIdUri=\"urn:mpeg:dash:23003:3:audio_channel_configuration:2011\"");
      attribute("value", Integer.toString(rendition.channels()));
      out.append("/>\n");
    }
    segments(track, rendition.name());
    out.append("      </Representation>\n");
  }

  private void segments(PackagedTrack track, String name) {
    long timescale = track.track().timescale();
    out.append("        <SegmentTemplate");
    attribute("timescale", Long.toString(timescale));
    attribute("presentationTimeOffset", Long.toString(originMillis * timescale / 1000));
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

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
  }

  /** Labels are an owner's words; the rest is our own or was checked by {@link Links}. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            default -> {
              // XML 1.0, 2.2: most control characters cannot be written at all.
              if (c >= ' ' && c != 0xfffe && c != 0xffff && (c < 0xd800 || c > 0xdfff)) {
                out.appendCodePoint(c);
              }
            }
          }
        });
    return out.toString();
  }

  private static String decimal(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }
}
