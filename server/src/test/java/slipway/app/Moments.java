package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;

/**
 * When the picture of a rendition flashes and its sound beeps: read as a player does, from init and
 * media segments, at the times that these tell.
 */
final class Moments {
  /** When the picture of a presentation begins, in seconds. */
  static final double BEGIN = 0.5;

  /** Mean of luma. */
  private static final double BRIGHT = 120;

  /** Decibels. */
  private static final double LOUD = -20;

  private static final Pattern TAG_URI =
      Pattern.compile("#EXT-X-(?:MAP|MEDIA:TYPE=AUDIO).*URI=\"([^\"]+)\"");
  private static final Pattern TIME = Pattern.compile("pts_time:(-?[0-9.]+)");

  private Moments() {}

  /** Init and all media segments of a rendition in one file. */
  static Path whole(RunningHouse house, URI playlist, Path folder) throws IOException {
    String list = house.get(playlist.toString()).body();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(uris(list));
    all.addAll(list.lines().filter(line -> !line.startsWith("#")).toList());
    for (String one : all) {
      RunningHouse.Answer answer = house.get(playlist.resolve(one).toString());
      assertThat(answer.status()).as(one).isEqualTo(200);
      bytes.writeBytes(answer.raw().body());
    }
    return Files.write(folder.toRealPath().resolve("served.mp4"), bytes.toByteArray());
  }

  /** What its tags name. */
  static List<String> uris(String list) {
    return TAG_URI.matcher(list).results().map(found -> found.group(1)).toList();
  }

  /** When the picture becomes bright. */
  static List<Double> flashes(Path file) throws Exception {
    return rises(
        file, "-vf", "signalstats,metadata=mode=print:key=lavfi.signalstats.YAVG:file=-", BRIGHT);
  }

  /** When it becomes loud, in steps of 5 ms. */
  static List<Double> beeps(Path file) throws Exception {
    return rises(
        file,
        "-af",
        "asetnsamples=n=240,astats=metadata=1:reset=1,ametadata=mode=print:key=lavfi.astats.Overall.RMS_level:file=-",
        LOUD);
  }

  private static List<Double> rises(Path file, String option, String filter, double level)
      throws Exception {
    List<String> lines =
        RealFfmpeg.run(
            Tool.FFMPEG,
            List.of(
                "-nostdin",
                "-hide_banner",
                "-v",
                "error",
                "-copyts",
                "-i",
                file.toString(),
                option,
                filter,
                "-f",
                "null",
                "-"));
    List<Double> rises = new ArrayList<>();
    double time = 0;
    boolean above = false;
    for (String line : lines) {
      Matcher at = TIME.matcher(line);
      if (at.find()) {
        time = Double.parseDouble(at.group(1));
      } else if (line.startsWith("lavfi.")) {
        String value = line.substring(line.indexOf('=') + 1);
        boolean now = !value.equals("-inf") && Double.parseDouble(value) > level;
        if (now && !above) {
          rises.add(time);
        }
        above = now;
      }
    }
    return rises;
  }
}
