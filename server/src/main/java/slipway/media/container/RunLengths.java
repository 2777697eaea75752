package slipway.media.container;

import java.util.Arrays;

/**
 * One number per sample, kept as runs of equal numbers, or one by one where runs would take more
 * room.
 */
final class RunLengths {
  static final RunLengths ZERO = new RunLengths(new int[] {0}, new int[] {0});

  /** First sample of each run, ascending from 0; empty when values are kept one by one. */
  private final int[] firstSamples;

  private final int[] values;
  private final int min;
  private final int max;

  private RunLengths(int[] firstSamples, int[] values) {
    this.firstSamples = firstSamples;
    this.values = values;
    int smallest = Integer.MAX_VALUE;
    int largest = Integer.MIN_VALUE;
    for (int value : values) {
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
    this.min = smallest;
    this.max = largest;
  }

  int at(int sample) {
    return firstSamples.length == 0 ? values[sample] : values[run(firstSamples, sample)];
  }

  /** Bytes of memory, roughly. */
  long memory() {
    return 4L * (firstSamples.length + values.length);
  }

  int min() {
    return min;
  }

  int max() {
    return max;
  }

  /** The index of the run a sample lies in. */
  static int run(int[] firstSamples, int sample) {
    int found = Arrays.binarySearch(firstSamples, sample);
    return found >= 0 ? found : -found - 2;
  }

  /**
   * Collects runs in order. Runs behind the last sample are dropped, samples behind the last run
   * are 0.
   */
  static final class Builder {
    private final int samples;

    /** None where values are collected one by one. */
    private final int[] firstSamples;

    private final int[] values;
    private int runs;
    private int covered;

    /**
     * @param samples how many samples there are
     * @param maxRuns how many runs may come
     */
    Builder(int samples, int maxRuns) {
      this.samples = samples;
      // Known before the first comes, so that a long film's offsets are never in memory twice.
      boolean oneByOne = oneByOne(samples, maxRuns);
      this.firstSamples = new int[oneByOne ? 0 : maxRuns + 1];
      this.values = new int[oneByOne ? samples : maxRuns + 1];
    }

    private static boolean oneByOne(int samples, int maxRuns) {
      return 2L * maxRuns > samples;
    }

    /** How many numbers such a builder has in memory. */
    static long ints(int samples, int maxRuns) {
      return oneByOne(samples, maxRuns) ? samples : 2L * (maxRuns + 1L);
    }

    void add(long count, int value) {
      if (count == 0 || covered == samples) {
        return;
      }
      int end = (int) Math.min(samples, covered + count);
      if (firstSamples.length == 0) {
        Arrays.fill(values, covered, end, value);
      } else if (runs == 0 || values[runs - 1] != value) {
        firstSamples[runs] = covered;
        values[runs++] = value;
      }
      covered = end;
    }

    RunLengths build() {
      add(samples - covered, 0);
      return firstSamples.length == 0
          ? oneByOne()
          : new RunLengths(Arrays.copyOf(firstSamples, runs), Arrays.copyOf(values, runs));
    }

    /** Of which all may be the same. */
    private RunLengths oneByOne() {
      for (int value : values) {
        if (value != values[0]) {
          return new RunLengths(new int[0], values);
        }
      }
      return samples == 0 ? ZERO : new RunLengths(new int[] {0}, new int[] {values[0]});
    }
  }
}
