package slipway.media.packaging;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import slipway.media.container.ByteRange;
import slipway.media.container.Matrix;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleTable;
import slipway.media.container.TrackKind;

/**
 * An ordinary MP4 file of tracks that lie in other files: index first, then the samples in turn,
 * about one second of each track at a time, so that it plays while it arrives (MD-79). As
 * everything here it is only a view: the index is written, the samples are pointed to.
 *
 * <p>Unlike segments it keeps edit lists, since players of whole files know them.
 */
public final class PlainMp4 {
  private static final double SECONDS_PER_CHUNK = 1;

  /** Common to all times of the movie; divides the usual frame and sample rates well. */
  private static final long MOVIE_TIMESCALE = 90_000;

  private static final long LARGEST_32_BIT = 0xffffffffL;

  /** More than any index can be (MD-51), so offsets below this never need 64 bits. */
  private static final long LARGEST_INDEX = 512L << 20;

  private static final byte[] NOTHING = {};

  private final List<Piece> pieces;
  private final double start;
  private final double end;

  /** A whole box that comes behind the first one, or nothing. */
  private final byte[] aside;

  private final List<Chunk> chunks = new ArrayList<>();
  private final long payload;
  private final boolean wide;

  /**
   * Consecutive samples of one track.
   *
   * @param file names the file they lie in
   * @param mediaStart of the track, which is asked for with each sample
   * @param startDelay likewise
   */
  private record Piece(
      String file, Mp4Track track, int from, int to, long mediaStart, double startDelay) {
    Piece(String file, Mp4Track track, int from, int to) {
      this(file, track, from, to, track.mediaStart(), track.startDelay());
    }

    SampleTable samples() {
      return track.samples();
    }

    double seconds(int sample) {
      return track.seconds(samples().decodeTime(sample) - mediaStart) + startDelay;
    }
  }

  /** Samples of one piece that lie side by side. */
  private record Chunk(int piece, int from, int to, long offset) {}

  private PlainMp4(List<Piece> pieces, double start, double end, byte[] aside) {
    this.pieces = pieces;
    this.start = start;
    this.end = end;
    this.aside = aside;
    this.payload = arrange();
    this.wide = payload + LARGEST_INDEX > LARGEST_32_BIT;
  }

  /** All of the tracks; the first one decides the media type. */
  public static Resource of(List<TrackInput> inputs) {
    return of(inputs, Optional.empty());
  }

  /**
   * The same with a box behind {@code ftyp} that is not packaging's business; the samples make room
   * for it (MD-80).
   *
   * @param aside a whole box
   */
  public static Resource of(List<TrackInput> inputs, Optional<byte[]> aside) {
    List<Piece> pieces = new ArrayList<>();
    double end = 0;
    for (TrackInput input : inputs) {
      Mp4Track track = input.checked().track();
      pieces.add(new Piece(input.file(), track, 0, track.samples().count()));
      end = Math.max(end, track.presentationEnd());
    }
    return new PlainMp4(pieces, 0, end, aside.orElse(NOTHING)).write();
  }

  /**
   * A part of the tracks, cut without encoding anything, so it begins where the picture can begin:
   * at the last cut point at or before {@code from}.
   *
   * @param from seconds from the beginning
   * @param to seconds from the beginning; what lies behind the end of the tracks is cut off
   * @return empty when there is nothing between the two
   */
  public static Optional<Resource> excerpt(List<TrackInput> inputs, double from, double to) {
    if (to <= from) {
      return Optional.empty();
    }
    double start = from;
    for (TrackInput input : inputs) {
      if (input.checked().track().kind() == TrackKind.VIDEO) {
        start = lastCut(input.checked(), from);
      }
    }
    List<Piece> pieces = new ArrayList<>();
    double last = start;
    for (TrackInput input : inputs) {
      Piece piece = between(input, start, to);
      if (piece.from() < piece.to()) {
        pieces.add(piece);
        last = Math.max(last, piece.track().presentationEnd());
      }
    }
    return pieces.isEmpty()
        ? Optional.empty()
        : Optional.of(new PlainMp4(pieces, start, Math.min(to, last), NOTHING).write());
  }

  /** Whether such a part begins exactly at {@code from}, and not at a picture before it. */
  public static boolean canBeginAt(List<TrackInput> inputs, double from) {
    return inputs.stream()
        .filter(input -> input.checked().track().kind() == TrackKind.VIDEO)
        .allMatch(input -> lastCut(input.checked(), from) > from - 1e-3);
  }

  private static double lastCut(CheckedTrack checked, double time) {
    Mp4Track track = checked.track();
    CutPoints cuts = checked.cutPoints();
    double start = shown(track, cuts.sample(0));
    for (int i = 1; i < cuts.count(); i++) {
      double next = shown(track, cuts.sample(i));
      if (next > time + 1e-4) {
        break;
      }
      start = next;
    }
    return start;
  }

  private static double shown(Mp4Track track, int sample) {
    return track.seconds(track.samples().presentationTime(sample) - track.mediaStart())
        + track.startDelay();
  }

  private static Piece between(TrackInput input, double start, double end) {
    Mp4Track track = input.checked().track();
    SampleTable samples = track.samples();
    int from = 0;
    if (track.kind() == TrackKind.VIDEO) {
      CutPoints cuts = input.checked().cutPoints();
      for (int i = 0; i < cuts.count() && shown(track, cuts.sample(i)) <= start + 1e-4; i++) {
        from = cuts.sample(i);
      }
    } else {
      from = Math.max(0, samples.sampleAt(ticks(track, start)));
    }
    int to = from;
    while (to < samples.count() && samples.decodeTime(to) < ticks(track, end)) {
      to++;
    }
    return new Piece(input.file(), track, from, to);
  }

  /** A time of the movie on the track's own time line, in its ticks. */
  private static long ticks(Mp4Track track, double seconds) {
    return Math.round((seconds - track.startDelay()) * track.timescale()) + track.mediaStart();
  }

  /** Lays the chunks one after the other; gives their bytes in all. */
  private long arrange() {
    int[] next = pieces.stream().mapToInt(Piece::from).toArray();
    long offset = 0;
    while (true) {
      int first = -1;
      for (int i = 0; i < next.length; i++) {
        boolean left = next[i] < pieces.get(i).to();
        if (left && (first < 0 || time(i, next[i]) < time(first, next[first]))) {
          first = i;
        }
      }
      if (first < 0) {
        return offset;
      }
      Piece piece = pieces.get(first);
      int from = next[first];
      double until = piece.seconds(from) + SECONDS_PER_CHUNK;
      int to = from + 1;
      while (to < piece.to() && piece.seconds(to) < until) {
        to++;
      }
      chunks.add(new Chunk(first, from, to, offset));
      offset += piece.samples().bytes(from, to);
      next[first] = to;
    }
  }

  private double time(int piece, int sample) {
    return pieces.get(piece).seconds(sample);
  }

  private Resource write() {
    long header = payload + 8 > LARGEST_32_BIT ? 16 : 8;
    // Numbers have fixed lengths, so the index is as long with its offsets as without.
    // Counted first and written once: the index of a long film is larger than all else together.
    BoxWriter counting = BoxWriter.counting();
    index(counting, 0);
    int index = counting.position();
    BoxWriter out = new BoxWriter(Math.toIntExact(index + header));
    index(out, index + header);
    if (header == 16) {
      out.i32(1).text("mdat").i64(payload + header);
    } else {
      out.i32((int) (payload + header)).text("mdat");
    }
    boolean video = pieces.getFirst().track().kind() == TrackKind.VIDEO;
    return Resource.segment(video ? "video/mp4" : "audio/mp4", out.toByteArray(), body());
  }

  private FileRanges body() {
    FileRanges body = new FileRanges();
    for (Chunk chunk : chunks) {
      Piece piece = pieces.get(chunk.piece());
      for (ByteRange range : piece.samples().ranges(chunk.from(), chunk.to())) {
        body.add(piece.file(), range.position(), range.length());
      }
    }
    return body;
  }

  private void index(BoxWriter out, long base) {
    out.box("ftyp", () -> out.text("isom").i32(512).text("isomiso2avc1mp41"));
    out.bytes(ByteBuffer.wrap(aside));
    out.box(
        "moov",
        () -> {
          out.box(
              "mvhd",
              1,
              0,
              () -> {
                out.zeros(16).i32((int) MOVIE_TIMESCALE).i64(movieTicks(end - start));
                out.i32(TrackBoxes.ONE).i16(0x100).zeros(10); // rate 1, volume 1
                TrackBoxes.matrix(out, Matrix.IDENTITY);
                out.zeros(24).i32(pieces.size() + 1);
              });
          for (int i = 0; i < pieces.size(); i++) {
            int number = i;
            out.box("trak", () -> track(out, number, base));
          }
        });
  }

  private static long movieTicks(double seconds) {
    return Math.max(0, Math.round(seconds * MOVIE_TIMESCALE));
  }

  private void track(BoxWriter out, int number, long base) {
    Piece piece = pieces.get(number);
    Mp4Track track = piece.track();
    SampleTable samples = piece.samples();
    double delay = Math.max(0, track.startDelay() - start);
    double length = Math.max(0, Math.min(end, track.presentationEnd()) - start - delay);
    long begin =
        track.mediaStart()
            + Math.round(Math.max(0, start - track.startDelay()) * track.timescale())
            - samples.decodeTime(piece.from());
    out.box(
        "tkhd",
        1,
        TrackBoxes.ENABLED_IN_MOVIE,
        () -> {
          out.zeros(16).i32(number + 1).i32(0).i64(movieTicks(delay + length));
          TrackBoxes.shape(out, track);
        });
    out.box(
        "edts",
        () ->
            out.box(
                "elst",
                1,
                0,
                () -> {
                  out.i32(delay > 0 ? 2 : 1);
                  if (delay > 0) {
                    out.i64(movieTicks(delay)).i64(-1).i32(TrackBoxes.ONE);
                  }
                  out.i64(movieTicks(length)).i64(Math.max(0, begin)).i32(TrackBoxes.ONE);
                }));
    long media = samples.decodeTime(piece.to()) - samples.decodeTime(piece.from());
    out.box(
        "mdia",
        () -> {
          out.box(
              "mdhd",
              1,
              0,
              () ->
                  out.zeros(16)
                      .i32((int) track.timescale())
                      .i64(media)
                      .i16(TrackBoxes.language(track))
                      .i16(0));
          TrackBoxes.handler(out, track);
          out.box(
              "minf",
              () -> {
                TrackBoxes.mediaInformation(out, track);
                out.box("stbl", () -> sampleTable(out, number, base));
              });
        });
  }

  private void sampleTable(BoxWriter out, int number, long base) {
    Piece piece = pieces.get(number);
    SampleTable samples = piece.samples();
    TrackBoxes.description(out, piece.track());
    out.box("stts", 0, 0, () -> runs(out, piece, samples::duration));
    if (hasOffsets(piece)) {
      out.box("ctts", 1, 0, () -> runs(out, piece, samples::compositionOffset));
    }
    if (!samples.allSync()) {
      out.box("stss", 0, 0, () -> syncSamples(out, piece));
    }
    out.box(
        "stsz",
        0,
        0,
        () -> {
          out.i32(0).i32(piece.to() - piece.from());
          for (int sample = piece.from(); sample < piece.to(); sample++) {
            out.i32(samples.size(sample));
          }
        });
    List<Chunk> own = chunks.stream().filter(chunk -> chunk.piece() == number).toList();
    out.box("stsc", 0, 0, () -> samplesPerChunk(out, own));
    out.box(
        wide ? "co64" : "stco",
        0,
        0,
        () -> {
          out.i32(own.size());
          for (Chunk chunk : own) {
            if (wide) {
              out.i64(base + chunk.offset());
            } else {
              out.i32((int) (base + chunk.offset()));
            }
          }
        });
  }

  private static boolean hasOffsets(Piece piece) {
    for (int sample = piece.from(); sample < piece.to(); sample++) {
      if (piece.samples().compositionOffset(sample) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Equal values in a row as count and value. */
  private static void runs(BoxWriter out, Piece piece, IntUnaryOperator value) {
    int count = out.position();
    out.i32(0);
    int runs = 0;
    for (int sample = piece.from(); sample < piece.to(); runs++) {
      int same = value.applyAsInt(sample);
      int start = sample;
      while (sample < piece.to() && value.applyAsInt(sample) == same) {
        sample++;
      }
      out.i32(sample - start).i32(same);
    }
    out.patchI32(count, runs);
  }

  private static void syncSamples(BoxWriter out, Piece piece) {
    int count = out.position();
    out.i32(0);
    int found = 0;
    for (int i = 0; i < piece.samples().syncCount(); i++) {
      int sample = piece.samples().syncSample(i);
      if (sample >= piece.from() && sample < piece.to()) {
        out.i32(sample - piece.from() + 1);
        found++;
      }
    }
    out.patchI32(count, found);
  }

  private static void samplesPerChunk(BoxWriter out, List<Chunk> chunks) {
    int count = out.position();
    out.i32(0);
    int runs = 0;
    int before = -1;
    for (int i = 0; i < chunks.size(); i++) {
      int samples = chunks.get(i).to() - chunks.get(i).from();
      if (samples != before) {
        out.i32(i + 1).i32(samples).i32(1);
        before = samples;
        runs++;
      }
    }
    out.patchI32(count, runs);
  }
}
