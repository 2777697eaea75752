package slipway.media.transcode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import slipway.media.ffmpeg.FfmpegCommand.Output;
import slipway.media.ffmpeg.WorkFolder;

/**
 * How the sound of a film that somebody waits for is cut (decision 0021). One encoder makes all of
 * it from the first sample to the last (MD-40); only its packets are put into several files, so
 * that those of the beginning can be heard while the others are made. Joined they are what one file
 * would have been.
 */
public final class SoundPieces {
  /**
   * More than the first two chunks of the pictures are long, so that these never wait; each further
   * piece is as long as all before it.
   */
  private static final Duration FIRST = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Less sound than this is whole in a moment. */
  private static final Duration WORTH_IT = FIRST.multipliedBy(2);

  private SoundPieces() {}

  /** Where the sound of a plan is cut; empty when it has none, or it is not worth it. */
  public static List<Duration> cuts(LadderPlan plan) {
    Duration length = plan.expectedDuration();
    if (plan.audio().isEmpty() || length.compareTo(WORTH_IT) < 0) {
      return List.of();
    }
    List<Duration> cuts = new ArrayList<>();
    Duration cut = FIRST;
    while (cut.compareTo(length) < 0) {
      cuts.add(cut);
      cut = cut.plus(cut.compareTo(LONGEST) < 0 ? cut : LONGEST);
    }
    return cuts;
  }

  /**
   * How many pieces are there as a whole while the encoder still runs.
   *
   * @param taken how many of them have been moved out of the folder
   */
  public static int finished(WorkFolder folder, int taken) {
    return Math.max(taken, all(folder, taken) - 1);
  }

  /** How many there are when it has ended. */
  public static int all(WorkFolder folder, int taken) {
    int begun = taken;
    while (Files.exists(file(folder, begun))) {
      begun++;
    }
    return begun;
  }

  /** The file of a piece, counted from 0. */
  public static Path file(WorkFolder folder, int number) {
    return folder.path().resolve(Output.piece(LadderPlan.AUDIO_FILE, number));
  }
}
