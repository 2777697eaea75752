package slipway.media.packaging;

import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import slipway.media.container.SampleEntry;

/** Writes HLS playlists (RFC 8216; MD-58, MD-59). */
final class HlsPlaylists {
  static final String CONTENT_TYPE = "application/vnd.apple.mpegurl";

  private static final int PQ = 16;
  private static final int HLG = 18;

  private HlsPlaylists() {}

  static String media(PackagedTrack track, Links links) {
    StringBuilder out = new StringBuilder(256 + track.segments() * 32);
    out.append("#EXTM3U\n#EXT-X-VERSION:7\n");
    out.append("#EXT-X-TARGETDURATION:").append(track.targetDuration()).append('\n');
    out.append("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    out.append("#EXT-X-MAP:URI=\"").append(links.fromHere("init.mp4")).append("\"\n");
    for (int segment = 0; segment < track.segments(); segment++) {
      long microseconds = track.microseconds(segment);
      String fraction = Long.toString(1_000_000 + microseconds % 1_000_000).substring(1);
      out.append("#EXTINF:")
          .append(microseconds / 1_000_000)
          .append('.')
          .append(fraction)
          .append(",\n");
      out.append(links.fromHere(segment + ".m4s")).append('\n');
    }
    return out.append("#EXT-X-ENDLIST\n").toString();
  }

  static String master(List<PackagedTrack> videos, List<PackagedTrack> audios, Links links) {
    StringBuilder out =
        new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    if (videos.isEmpty()) {
      for (PackagedTrack audio : audios) {
        Rendition sound = audio.rendition();
        out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(sound.bandwidth());
        out.append(",AVERAGE-BANDWIDTH=").append(sound.averageBandwidth());
        out.append(",CODECS=\"").append(sound.codecs()).append("\"\n");
        out.append(links.fromRoot(sound.name() + "/index.m3u8")).append('\n');
      }
      return out.toString();
    }
    boolean first = true;
    for (PackagedTrack audio : audios) {
      appendAudio(out, audio.rendition(), first, links);
      first = false;
    }
    for (PackagedTrack video : videos) {
      appendVariant(out, video, audios, links);
    }
    return out.toString();
  }

  private static void appendAudio(StringBuilder out, Rendition audio, boolean first, Links links) {
    Optional<String> language = shortLanguage(audio.language());
    out.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"")
        .append(audio.name())
        .append('"');
    language.ifPresent(code -> out.append(",LANGUAGE=\"").append(code).append('"'));
    out.append(first ? ",DEFAULT=YES" : ",DEFAULT=NO")
        .append(",AUTOSELECT=YES,CHANNELS=\"")
        .append(audio.channels());
    out.append("\",URI=\"").append(links.fromRoot(audio.name() + "/index.m3u8")).append("\"\n");
  }

  private static void appendVariant(
      StringBuilder out, PackagedTrack track, List<PackagedTrack> audios, Links links) {
    Rendition video = track.rendition();
    long audioPeak =
        audios.stream().mapToLong(audio -> audio.rendition().bandwidth()).max().orElse(0);
    long audioAverage =
        audios.stream().mapToLong(audio -> audio.rendition().averageBandwidth()).max().orElse(0);
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
    out.append(audios.isEmpty() ? "\n" : ",AUDIO=\"audio\"\n");
    out.append(links.fromRoot(video.name() + "/index.m3u8")).append('\n');
  }

  private static String range(PackagedTrack track) {
    return switch (track.track().video().map(SampleEntry.Video::transfer).orElse(0)) {
      case PQ -> "PQ";
      case HLG -> "HLG";
      default -> "SDR";
    };
  }

  /** From three letters to the two of RFC 5646, where there are two. */
  static Optional<String> shortLanguage(String threeLetters) {
    if (threeLetters.equals("und")) {
      return Optional.empty();
    }
    for (String code : Locale.getISOLanguages()) {
      try {
        if (Locale.of(code).getISO3Language().equals(threeLetters)) {
          return Optional.of(code);
        }
      } catch (MissingResourceException none) {
        // a language without three letters is not the one
      }
    }
    return Optional.of(threeLetters);
  }
}
