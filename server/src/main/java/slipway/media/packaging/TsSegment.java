package slipway.media.packaging;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.media.container.ByteSource;

/**
 * One segment of one rendition as MPEG-2 TS (RFC 8216, 3.2), by itself or with the sound to its
 * pictures in it. Unlike everything else here its bytes cannot be pointed to: every 184th is
 * followed by a header. So they are made while they are sent, one sample at a time. The same
 * segment always gives the same bytes.
 */
public final class TsSegment {
  /** The only media type that players expect. */
  public static final String CONTENT_TYPE = "video/mp2t";

  private final PackagedTrack track;
  private final TsCoding coding;
  private final int segment;
  private final @Nullable Sound sound;

  /**
   * The sound to a segment of a picture.
   *
   * @param from its first sample
   * @param end the sample behind its last one
   */
  record Sound(PackagedTrack track, TsCoding coding, int from, int end) {}

  TsSegment(PackagedTrack track, TsCoding coding, int segment) {
    this(track, coding, segment, /* sound= */ null);
  }

  TsSegment(PackagedTrack track, TsCoding coding, int segment, @Nullable Sound sound) {
    this.track = track;
    this.coding = coding;
    this.segment = segment;
    this.sound = sound;
  }

  /** As {@link Resource#tag}. */
  public String tag() {
    String own = track.segment(segment).tag() + "-ts";
    if (sound == null) {
      return own;
    }
    PackagedTrack other = sound.track();
    int alike = Math.min(segment, other.segments() - 1);
    return own + "-" + other.segment(alike).tag() + "-" + sound.from() + "-" + sound.end();
  }

  /**
   * Bytes in all, found without reading more than a few bytes of each picture.
   *
   * @param files gives the file of each {@link FileRange#file}
   */
  public long length(Function<String, ByteSource> files) throws IOException {
    long length = TsPackets.tables();
    for (TsStream stream : streams()) {
      length += stream.bytes(files);
    }
    return length;
  }

  /** The most that {@link #length} can be, without reading anything. */
  long most() {
    return TsPackets.tables() + streams().stream().mapToLong(TsStream::most).sum();
  }

  /**
   * Writes all of it.
   *
   * @param files as for {@link #length}
   */
  public void writeTo(Function<String, ByteSource> files, OutputStream out) throws IOException {
    TsPackets packets = new TsPackets(out);
    packets.tables(types(), segment);
    List<TsStream> streams = streams();
    while (true) {
      int earliest = -1;
      for (int i = 0; i < streams.size(); i++) {
        TsStream stream = streams.get(i);
        boolean sooner = earliest < 0 || stream.time() < streams.get(earliest).time();
        earliest = stream.more() && sooner ? i : earliest;
      }
      if (earliest < 0) {
        return;
      }
      TsStream stream = streams.get(earliest);
      long arrival = stream.arrival();
      stream.make(files.apply(stream.track.file()));
      packets.pes(earliest, stream.pes, stream.length, arrival, stream.afresh);
    }
  }

  private List<Integer> types() {
    return sound == null
        ? List.of(coding.streamType())
        : List.of(coding.streamType(), sound.coding().streamType());
  }

  private List<TsStream> streams() {
    List<TsStream> streams = new ArrayList<>();
    streams.add(TsStream.of(track, coding, track.from(segment), track.from(segment + 1)));
    if (sound != null) {
      streams.add(TsStream.of(sound.track(), sound.coding(), sound.from(), sound.end()));
    }
    return streams;
  }
}
