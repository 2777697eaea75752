package slipway.media.container;

import java.util.Arrays;

/**
 * When each sample is decoded and for how long, in ticks of its track, kept as runs of equal
 * durations (box {@code stts}).
 */
final class DecodeTimes {
  private final int[] firstSamples;
  private final long[] firstTimes;
  private final int[] durations;
  private final long end;

  private DecodeTimes(int[] firstSamples, long[] firstTimes, int[] durations, long end) {
    this.firstSamples = firstSamples;
    this.firstTimes = firstTimes;
    this.durations = durations;
    this.end = end;
  }

  long time(int sample) {
    int run = RunLengths.run(firstSamples, sample);
    return firstTimes[run] + (long) (sample - firstSamples[run]) * durations[run];
  }

  int duration(int sample) {
    return durations[RunLengths.run(firstSamples, sample)];
  }

  /** Bytes of memory, roughly. */
  long memory() {
    return 16L * firstSamples.length;
  }

  /** Where the last sample ends. */
  long end() {
    return end;
  }

  /** The last sample that begins at or before a time; the first one for times before it. */
  int sampleAt(long time) {
    int found = Arrays.binarySearch(firstTimes, time);
    int run = found >= 0 ? found : Math.max(0, -found - 2);
    while (run + 1 < firstTimes.length && firstTimes[run + 1] <= time) {
      run++; // runs of duration 0 share their time with the next one
    }
    long into =
        durations[run] == 0
            ? Integer.MAX_VALUE
            : Math.max(0, time - firstTimes[run]) / durations[run];
    long last = (run + 1 < firstSamples.length ? firstSamples[run + 1] : Integer.MAX_VALUE) - 1L;
    return (int) Math.min(last, firstSamples[run] + into);
  }

  /** Collects runs in order; more samples than announced are dropped. */
  static final class Builder {
    private final int samples;
    private int[] firstSamples;
    private long[] firstTimes;
    private int[] durations;
    private int runs;
    private int covered;
    private long time;

    Builder(int samples, int expectedRuns, long start) {
      this.samples = samples;
      this.firstSamples = new int[expectedRuns];
      this.firstTimes = new long[expectedRuns];
      this.durations = new int[expectedRuns];
      this.time = start;
    }

    void add(long count, int duration) {
      count = Math.min(count, samples - covered);
      if (count <= 0) {
        return;
      }
      if (runs == 0 || durations[runs - 1] != duration) {
        if (runs == durations.length) {
          int larger = Math.max(16, runs * 2);
          firstSamples = Arrays.copyOf(firstSamples, larger);
          firstTimes = Arrays.copyOf(firstTimes, larger);
          durations = Arrays.copyOf(durations, larger);
        }
        firstSamples[runs] = covered;
        firstTimes[runs] = time;
        durations[runs++] = duration;
      }
      covered += (int) count;
      time += count * duration;
    }

    /**
     * Lets time pass without a sample: the next one begins at {@code newTime}, if that is later.
     */
    void jumpTo(long newTime) {
      if (newTime > time && covered > 0) {
        // The gap belongs to the sample before it, as in a file without fragments.
        lengthenLast(newTime - time);
      } else if (covered == 0) {
        time = newTime;
      }
    }

    private void lengthenLast(long by) {
      int longer = (int) Math.min(Integer.MAX_VALUE, durations[runs - 1] + by);
      covered--;
      time -= durations[runs - 1];
      if (firstSamples[runs - 1] == covered) {
        runs--;
      }
      add(1, longer);
    }

    int covered() {
      return covered;
    }

    DecodeTimes build() {
      if (runs == durations.length) {
        return new DecodeTimes(firstSamples, firstTimes, durations, time);
      }
      return new DecodeTimes(
          Arrays.copyOf(firstSamples, runs),
          Arrays.copyOf(firstTimes, runs),
          Arrays.copyOf(durations, runs),
          time);
    }
  }
}
