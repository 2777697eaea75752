package slipway.media.packaging;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import slipway.media.container.SampleEntry;

/** Writes the HLS master playlist (RFC 8216, 4.3.4; MD-59). */
final class HlsMaster {
  private static final int PQ = 16;
  private static final int HLG = 18;

  private final StringBuilder out = new StringBuilder(2048);
  private final List<PackagedTrack> audios;
  private final List<TextTrack> texts;
  private final HlsFlavour flavour;
  private final Links links;

  private HlsMaster(
      List<PackagedTrack> audios, List<TextTrack> texts, HlsFlavour flavour, Links links) {
    this.audios = audios;
    this.texts = texts;
    this.flavour = flavour;
    this.links = links;
  }

  /** Variants come with the leanest first, so that a player's first one is soon there. */
  static String of(
      List<PackagedTrack> videos,
      List<PackagedTrack> audios,
      List<TextTrack> texts,
      HlsFlavour flavour,
      Links links,
      boolean growing) {
    return new HlsMaster(audios, texts, flavour, links).write(videos, growing);
  }

  private String write(List<PackagedTrack> videos, boolean growing) {
    out.append("#EXTM3U\n#EXT-X-VERSION:")
        .append(flavour.transportStream() ? 4 : 7)
        .append("\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    // Without pictures, too: as variants, players would take other languages for other qualities.
    boolean several =
        audios.size() > 1 || audios.stream().anyMatch(audio -> audio.label().isPresent());
    if ((!videos.isEmpty() && !flavour.muxed()) || several) {
      Labels labels = new Labels();
      for (int i = 0; i < audios.size(); i++) {
        audio(audios.get(i), /* first= */ i == 0, labels);
      }
    }
    Labels labels = new Labels();
    texts.forEach(text -> text(text.input(), labels));
    if (videos.isEmpty()) {
      audios.stream()
          .findFirst()
          .ifPresent(audio -> soundVariant(told(audio), /* grouped= */ several));
      return out.toString();
    }
    List<PackagedTrack> ascending =
        videos.stream().sorted(Comparator.comparingLong(track -> told(track).bandwidth())).toList();
    ascending.forEach(this::variant);
    if (!growing && !flavour.transportStream() && !flavour.encrypted()) {
      ascending.forEach(this::keyFrameVariant);
    }
    return out.toString();
  }

  private void audio(PackagedTrack track, boolean first, Labels labels) {
    Rendition audio = told(track);
    Optional<String> language = Languages.shortest(audio.language());
    String name =
        track
            .label()
            .map(HlsMaster::quotable)
            .filter(label -> !label.isEmpty())
            .or(() -> language.flatMap(Languages::name))
            .orElse(audio.name());
    out.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"")
        .append(labels.unlike(name))
        .append('"');
    language.ifPresent(code -> out.append(",LANGUAGE=\"").append(code).append('"'));
    out.append(first ? ",DEFAULT=YES" : ",DEFAULT=NO")
        // Without a language there is nothing by which a player could choose (RFC 8216, 4.3.4.1).
        .append(
            first || track.label().isEmpty() || language.isPresent()
                ? ",AUTOSELECT=YES"
                : ",AUTOSELECT=NO")
        .append(",CHANNELS=\"")
        .append(audio.channels());
    out.append("\",URI=\"")
        .append(links.fromRoot(audio.name() + "/" + flavour.list()))
        .append("\"\n");
  }

  private void text(TextInput text, Labels labels) {
    out.append("#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"")
        .append(flavour.textGroup())
        .append("\",NAME=\"")
        .append(labels.unlike(quotable(text.label().isBlank() ? text.rendition() : text.label())))
        .append("\",LANGUAGE=\"")
        .append(quotable(text.language()))
        .append("\",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO");
    if (text.forDeaf()) {
      out.append(
          ",CHARACTERISTICS=\"public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound\"");
    }
    out.append(",URI=\"").append(links.fromRoot(text.rendition() + "/index.m3u8")).append("\"\n");
  }

  /** A quoted string has neither quotes nor line breaks (RFC 8216, 4.2). */
  private static String quotable(String text) {
    return text.replaceAll("[\"\\p{Cntrl}\\s]+", " ").strip();
  }

  private void soundVariant(Rendition sound, boolean grouped) {
    // Of a group the most that a player may come to choose (RFC 8216, 4.3.4.2).
    List<Rendition> all = grouped ? audios.stream().map(this::told).toList() : List.of(sound);
    out.append("#EXT-X-STREAM-INF:BANDWIDTH=")
        .append(all.stream().mapToLong(Rendition::bandwidth).max().orElse(0));
    out.append(",AVERAGE-BANDWIDTH=")
        .append(all.stream().mapToLong(Rendition::averageBandwidth).max().orElse(0));
    out.append(",CODECS=\"")
        .append(all.stream().map(Rendition::codecs).distinct().collect(joining(",")))
        .append('"');
    groups(/* audio= */ grouped);
    out.append(links.fromRoot(sound.name() + "/" + flavour.list())).append('\n');
  }

  private void variant(PackagedTrack track) {
    Rendition video = told(track);
    long audioPeak = audios.stream().mapToLong(audio -> told(audio).bandwidth()).max().orElse(0);
    long audioAverage =
        audios.stream().mapToLong(audio -> told(audio).averageBandwidth()).max().orElse(0);
    out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(video.bandwidth() + audioPeak);
    out.append(",AVERAGE-BANDWIDTH=").append(video.averageBandwidth() + audioAverage);
    out.append(",CODECS=\"").append(video.codecs());
    audios.stream()
        .map(audio -> audio.rendition().codecs())
        .distinct()
        .forEach(codec -> out.append(',').append(codec));
    out.append('"');
    video.size().ifPresent(size -> out.append(",RESOLUTION=").append(size));
    if (video.frameRate() > 0) {
      out.append(",FRAME-RATE=").append(String.format(Locale.ROOT, "%.3f", video.frameRate()));
    }
    out.append(",VIDEO-RANGE=").append(range(track));
    groups(!audios.isEmpty() && !flavour.muxed());
    out.append(links.fromRoot(video.name() + "/" + flavour.list())).append('\n');
  }

  private void groups(boolean audio) {
    out.append(audio ? ",AUDIO=\"audio\"" : "");
    out.append(texts.isEmpty() ? "\n" : ",SUBTITLES=\"" + flavour.textGroup() + "\"\n");
  }

  private void keyFrameVariant(PackagedTrack track) {
    Rendition video = track.rendition();
    double peak = 0;
    double bits = 0;
    double microseconds = 0;
    for (int i = 0; i < track.keyFrames(); i++) {
      double length = Math.max(1, track.keyFrameMicroseconds(i));
      peak = Math.max(peak, track.keyFrameBytes(i) * 8e6 / length);
      bits += track.keyFrameBytes(i) * 8.0;
      microseconds += length;
    }
    out.append("#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=").append((long) Math.ceil(peak));
    out.append(",AVERAGE-BANDWIDTH=").append((long) Math.ceil(bits * 1e6 / microseconds));
    out.append(",CODECS=\"").append(video.codecs()).append('"');
    video.size().ifPresent(size -> out.append(",RESOLUTION=").append(size));
    out.append(",VIDEO-RANGE=").append(range(track));
    out.append(",URI=\"").append(links.fromRoot(video.name() + "/iframes.m3u8")).append("\"\n");
  }

  private Rendition told(PackagedTrack track) {
    return flavour.transportStream() ? track.renditionInTs() : track.rendition();
  }

  private static String range(PackagedTrack track) {
    return switch (track.track().video().map(SampleEntry.Video::transfer).orElse(0)) {
      case PQ -> "PQ";
      case HLG -> "HLG";
      default -> "SDR";
    };
  }

  /** Names in one group, of which no two may be alike (RFC 8216, 4.3.4.1.1). */
  private static final class Labels {
    private final Set<String> used = new HashSet<>();

    String unlike(String label) {
      String name = label;
      for (int i = 2; !used.add(name); i++) {
        name = label + " " + i;
      }
      return name;
    }
  }
}
