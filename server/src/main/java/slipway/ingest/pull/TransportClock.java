package slipway.ingest.pull;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes one time of those of several films: where a playlist says that time stamps begin anew, all
 * that follow are moved behind those that came before (ISO/IEC 13818-1; RFC 8216, section 4.3.2.3).
 * So what is stored is a file like any other, which can be measured and cut by time. Bytes that are
 * no packets pass as they are. Used by one thread.
 */
final class TransportClock {
  /** Bytes of a packet (2.4.3.2). */
  static final int PACKET = 188;

  private static final long WRAP = 1L << 33;
  private static final long LONGEST_FRAME = 10 * 90_000;
  private static final int MOST_TRACKS = 32;
  private static final Pattern STATE =
      Pattern.compile("(\\d{1,10})/(-1|\\d{1,10})/((?:\\d{1,4}(?:,\\d{1,4})*)?)");

  private long shift;
  private long end = -1;
  private boolean waits;
  private boolean differs;

  /** Those of the first film; others may have no more. */
  private final TreeSet<Integer> tracks = new TreeSet<>();

  private boolean closed;
  private final Map<Integer, Long> last = new HashMap<>();

  /** As it was between two pieces. */
  static TransportClock of(String state) {
    TransportClock clock = new TransportClock();
    Matcher parts = STATE.matcher(state);
    if (parts.matches()) {
      clock.shift = Long.parseLong(parts.group(1)) % WRAP;
      clock.end = Long.parseLong(parts.group(2));
      Stream.of(parts.group(3).split(","))
          .filter(text -> !text.isEmpty())
          .map(Integer::valueOf)
          .forEach(clock.tracks::add);
      clock.closed = clock.shift != 0;
    }
    return clock;
  }

  /** What to keep of it between two pieces. */
  String state() {
    String known = tracks.stream().map(String::valueOf).collect(Collectors.joining(","));
    return shift + "/" + end + "/" + known;
  }

  /** The next piece begins. */
  void begin(boolean newClock) {
    if (newClock) {
      waits = true;
      closed = true;
      last.clear();
    }
  }

  /** Whether a film has a track that the first one does not have, so that it would be lost. */
  boolean differs() {
    return differs;
  }

  /** Moves the time stamps of the whole packets that lie one behind the other. */
  void move(byte[] bytes, int length) {
    for (int at = 0; at + PACKET <= length; at += PACKET) {
      if (bytes[at] == 0x47) {
        packet(bytes, at);
      }
    }
  }

  private void packet(byte[] b, int at) {
    int control = b[at + 3] >> 4 & 3;
    int payload = at + 4;
    if ((control & 2) != 0) {
      int length = b[at + 4] & 0xff;
      payload += 1 + length;
      if (length >= 7 && (b[at + 5] & 0x10) != 0) {
        reference(b, at + 6);
      }
    }
    boolean begins = (b[at + 1] & 0x40) != 0 && (control & 1) != 0;
    if (begins && payload + 14 <= at + PACKET) {
      stamps(b, payload, at + PACKET, (b[at + 1] & 0x1f) << 8 | (b[at + 2] & 0xff));
    }
  }

  /** The head of a PES packet (2.4.3.6). */
  private void stamps(byte[] b, int at, int packetEnd, int track) {
    int stream = b[at + 3] & 0xff;
    boolean head = b[at] == 0 && b[at + 1] == 0 && b[at + 2] == 1;
    boolean timed = head && (stream == 0xbd || (stream >= 0xc0 && stream <= 0xef));
    int flags = timed ? b[at + 7] >> 6 & 3 : 0;
    if (flags < 2 || (flags == 3 && at + 19 > packetEnd)) {
      return;
    }
    int decoded = flags == 3 ? at + 14 : at + 9;
    if (stream != 0xbd) {
      learn(track, time(b, decoded));
    }
    write(b, at + 9, moved(time(b, at + 9)));
    if (flags == 3) {
      write(b, decoded, moved(time(b, decoded)));
    }
  }

  private void learn(int track, long time) {
    if (closed) {
      differs |= !tracks.isEmpty() && !tracks.contains(track);
    } else if (tracks.size() < MOST_TRACKS) {
      tracks.add(track);
    }
    if (waits) {
      shift = end < 0 ? 0 : Math.floorMod(end - time, WRAP);
      waits = false;
    }
    long now = moved(time);
    Long before = last.put(track, now);
    long frame = before == null ? 0 : Math.floorMod(now - before, WRAP);
    long next = moved(time + (frame <= LONGEST_FRAME ? frame : 0));
    if (end < 0 || Math.floorMod(next - end, WRAP) < WRAP / 2) {
      end = next;
    }
  }

  private long moved(long time) {
    return Math.floorMod(time + shift, WRAP);
  }

  private static long time(byte[] b, int at) {
    return (long) (b[at] >> 1 & 7) << 30
        | (b[at + 1] & 0xffL) << 22
        | (b[at + 2] & 0xfeL) << 14
        | (b[at + 3] & 0xffL) << 7
        | (b[at + 4] & 0xfeL) >> 1;
  }

  /** Keeps the bits that are no time. */
  private static void write(byte[] b, int at, long time) {
    b[at] = (byte) ((b[at] & 0xf1) | (int) (time >> 30) << 1);
    b[at + 1] = (byte) (time >> 22);
    b[at + 2] = (byte) ((time >> 14 & 0xfe) | 1);
    b[at + 3] = (byte) (time >> 7);
    b[at + 4] = (byte) ((time << 1 & 0xfe) | 1);
  }

  /** The first 33 bits of a PCR (2.4.3.5). */
  private void reference(byte[] b, int at) {
    long base =
        (b[at] & 0xffL) << 25
            | (b[at + 1] & 0xffL) << 17
            | (b[at + 2] & 0xffL) << 9
            | (b[at + 3] & 0xffL) << 1
            | (b[at + 4] & 0xffL) >> 7;
    long now = moved(base);
    b[at] = (byte) (now >> 25);
    b[at + 1] = (byte) (now >> 17);
    b[at + 2] = (byte) (now >> 9);
    b[at + 3] = (byte) (now >> 1);
    b[at + 4] = (byte) ((b[at + 4] & 0x7f) | (int) (now & 1) << 7);
  }
}
