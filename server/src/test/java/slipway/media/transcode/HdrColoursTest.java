package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;

/**
 * Patches of known light, in greys and colours, before and after (MD-35). What should come out is
 * computed here from the standards: SMPTE ST 2084 or ITU-R BT.2100 to light, BT.2020 to BT.709,
 * Hable's curve, and BT.1886 back.
 */
@Tag("ffmpeg")
final class HdrColoursTest {
  private static final int PATCH = 32;
  private static final int GREYS = 8;
  private static final int WIDTH = PATCH * GREYS;

  /** Of 10 bit, from black to white (BT.2100 table 9). */
  private static final int BLACK = 64;

  private static final int STEP = 125;

  /** Signals of red, green and blue: skin, leaves, sky, a red that is none of BT.709's. */
  private static final List<Light> COLOURS =
      List.of(
          new Light(0.55, 0.45, 0.40),
          new Light(0.38, 0.50, 0.30),
          new Light(0.40, 0.50, 0.60),
          new Light(0.60, 0.42, 0.42));

  /** Of 8 bit: what encoding and rounding may change. */
  private static final int TOLERANCE = 6;

  private static final double NITS_OF_WHITE = 100;

  @TempDir Path temporary;

  private record Light(double red, double green, double blue) {
    static Light grey(double value) {
      return new Light(value, value, value);
    }

    Light each(DoubleUnaryOperator change) {
      return new Light(
          change.applyAsDouble(red), change.applyAsDouble(green), change.applyAsDouble(blue));
    }

    double strongest() {
      return Math.max(red, Math.max(green, blue));
    }
  }

  /** Luma and the two differences, where 0 to 1 and -0.5 to 0.5 are the whole range. */
  private record Coded(double luma, double blue, double red) {
    /** With the shares of red and blue in luma. */
    static Coded of(Light signal, double ofRed, double ofBlue) {
      double luma =
          ofRed * signal.red() + (1 - ofRed - ofBlue) * signal.green() + ofBlue * signal.blue();
      return new Coded(
          luma,
          (signal.blue() - luma) / (2 * (1 - ofBlue)),
          (signal.red() - luma) / (2 * (1 - ofRed)));
    }
  }

  @Test
  @DisplayName("MD-35: PQ becomes what its light, Hable's curve and BT.709 make of it")
  void pq() throws Exception {
    assertColours("smpte2084", signal -> signal.each(HdrColoursTest::pqLight));
  }

  @Test
  @DisplayName("MD-35: HLG becomes what its light, Hable's curve and BT.709 make of it")
  void hlg() throws Exception {
    assertColours("arib-std-b67", HdrColoursTest::hlgLight);
  }

  private void assertColours(String transfer, UnaryOperator<Light> light) throws Exception {
    Path output = OneRung.of(source(transfer), temporary.toRealPath().resolve("out.mp4"));
    byte[] picture = Files.readAllBytes(raw(output));
    for (int grey = 0; grey < GREYS; grey++) {
      Light signal = Light.grey(STEP * grey / 876.0);
      assertPatch(picture, grey * PATCH, 0, light.apply(signal), "grey " + grey);
    }
    for (int colour = 0; colour < COLOURS.size(); colour++) {
      Light there = light.apply(COLOURS.get(colour));
      assertPatch(picture, colour * 2 * PATCH, PATCH, there, "colour " + colour);
    }
  }

  private static void assertPatch(byte[] picture, int x, int y, Light there, String what) {
    Light mapped = mapped(toBt709(there));
    Coded wanted =
        Coded.of(mapped.each(each -> Math.pow(Math.max(each, 0), 1 / 2.4)), 0.2126, 0.0722);
    int middle = PATCH / 2;
    int chroma = (y + middle) / 2 * (WIDTH / 2) + (x + middle) / 2;
    int plane = WIDTH * 2 * PATCH;
    List<Integer> seen =
        List.of(
            picture[(y + middle) * WIDTH + x + middle] & 0xff,
            picture[plane + chroma] & 0xff,
            picture[plane + plane / 4 + chroma] & 0xff);
    List<Double> expected =
        List.of(16 + 219 * wanted.luma(), 128 + 224 * wanted.blue(), 128 + 224 * wanted.red());
    for (int i = 0; i < 3; i++) {
      assertThat((double) seen.get(i))
          .as("%s: %s and not %s", what, seen, expected)
          .isCloseTo(expected.get(i), within((double) TOLERANCE));
    }
  }

  /** SMPTE ST 2084, 5.2: in units of the white of BT.709. */
  private static double pqLight(double signal) {
    double root = Math.pow(signal, 1 / 78.84375);
    double ratio = Math.max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root);
    return 10_000 * Math.pow(ratio, 1 / 0.1593017578125) / NITS_OF_WHITE;
  }

  /** BT.2100 table 5, on a display of 1,000 nits. */
  private static Light hlgLight(Light signal) {
    Light scene = signal.each(HdrColoursTest::hlgScene);
    double luminance = 0.2627 * scene.red() + 0.6780 * scene.green() + 0.0593 * scene.blue();
    double gain = luminance == 0 ? 0 : Math.pow(luminance, 0.2) * 1000 / NITS_OF_WHITE;
    return scene.each(each -> gain * each);
  }

  private static double hlgScene(double signal) {
    return signal <= 0.5
        ? signal * signal / 3
        : (Math.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12;
  }

  /** BT.2087 annex 2. */
  private static Light toBt709(Light wide) {
    return new Light(
        1.6605 * wide.red() - 0.5876 * wide.green() - 0.0728 * wide.blue(),
        -0.1246 * wide.red() + 1.1329 * wide.green() - 0.0083 * wide.blue(),
        -0.0182 * wide.red() - 0.1006 * wide.green() + 1.1187 * wide.blue());
  }

  /** The strongest of the three goes down the curve and takes the others along. */
  private static Light mapped(Light light) {
    double strongest = Math.max(light.strongest(), 1e-6);
    double gain = hable(strongest) / hable(1000 / NITS_OF_WHITE) / strongest;
    return light.each(each -> gain * each);
  }

  /** John Hable, Filmic Tonemapping Operators, 2010. */
  private static double hable(double in) {
    return (in * (0.15 * in + 0.05) + 0.004) / (in * (0.15 * in + 0.5) + 0.06) - 0.02 / 0.3;
  }

  /** Greys above, colours below. */
  private Path source(String transfer) throws Exception {
    List<Coded> coded = COLOURS.stream().map(signal -> Coded.of(signal, 0.2627, 0.0593)).toList();
    String luma =
        "if(lt(Y,%d),%d+%d*floor(X/%d),%s)"
            .formatted(
                PATCH,
                BLACK,
                STEP,
                PATCH,
                choose(coded.stream().map(each -> 64 + 876 * each.luma()).toList(), 2 * PATCH));
    String blue = chroma(coded.stream().map(each -> 512 + 896 * each.blue()).toList());
    String red = chroma(coded.stream().map(each -> 512 + 896 * each.red()).toList());
    return RealFfmpeg.generate(
        temporary.toRealPath().resolve("hdr.mp4"),
        ("-f lavfi -i color=black:size=%dx%d:rate=25:duration=0.2,format=yuv420p10le,"
                + "geq=lum='%s':cb='%s':cr='%s' -c:v libx265 -preset ultrafast -tag:v hvc1"
                + " -x265-params log-level=none:lossless=1:colorprim=bt2020:transfer=%s"
                + ":colormatrix=bt2020nc")
            .formatted(WIDTH, 2 * PATCH, luma, blue, red, transfer));
  }

  private static String chroma(List<Double> values) {
    return "if(lt(Y,%d),512,%s)".formatted(PATCH / 2, choose(values, PATCH));
  }

  private static String choose(List<Double> values, int width) {
    String expression = Long.toString(Math.round(values.getLast()));
    for (int i = values.size() - 2; i >= 0; i--) {
      expression =
          "if(lt(X,%d),%d,%s)".formatted((i + 1) * width, Math.round(values.get(i)), expression);
    }
    return expression;
  }

  private Path raw(Path file) throws Exception {
    Path raw = temporary.toRealPath().resolve("out.yuv");
    RealFfmpeg.run(
        Tool.FFMPEG,
        List.of(
            "-v",
            "error",
            "-i",
            file.toString(),
            "-frames:v",
            "1",
            "-f",
            "rawvideo",
            raw.toString()));
    return raw;
  }
}
