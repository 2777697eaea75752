package slipway.ingest.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Packets made by hand, read by a reader of the test's own. */
final class TransportClockTest {
  private static final long WRAP = 1L << 33;
  private static final int PICTURE = 0x100;
  private static final int SOUND = 0x101;

  private final TransportClock clock = TransportClock.of("");

  @Test
  @DisplayName("LP-81: what begins anew goes on one frame behind what came before, all of it")
  void goesOn() {
    assertThat(moved(false, frame(PICTURE, 1000, 900), frame(SOUND, 950, -1)))
        .containsExactly("256 1000 900", "257 950");
    assertThat(moved(false, frame(PICTURE, 4000, 3900))).containsExactly("256 4000 3900");

    assertThat(moved(true, frame(PICTURE, 70_100, 70_000), frame(SOUND, 70_050, -1)))
        .containsExactly("256 7000 6900", "257 6950");
    assertThat(moved(false, frame(PICTURE, 73_100, 73_000)))
        .as("the next segment is of the same film")
        .containsExactly("256 10000 9900");
    assertThat(moved(true, frame(PICTURE, 500, 400))).containsExactly("256 13000 12900");
  }

  @Test
  @DisplayName("LP-81: time stamps of 33 bits come round, and the clock with them")
  void comesRound() {
    moved(false, frame(PICTURE, WRAP - 3000, -1));
    assertThat(moved(false, frame(PICTURE, WRAP - 1000, -1)))
        .containsExactly("256 " + (WRAP - 1000));
    assertThat(moved(true, frame(PICTURE, 42, -1), frame(PICTURE, 2042, -1)))
        .containsExactly("256 1000", "256 3000");
  }

  @Test
  @DisplayName("LP-81: the reference of a packet moves with its stamps, its other bits stay")
  void reference() {
    moved(false, frame(PICTURE, 0, -1), frame(PICTURE, 3001, -1));
    byte[] packet = withReference(PICTURE, WRAP - 1, 299, 5000);
    clock.begin(true);
    byte[] before = packet.clone();
    clock.move(packet, packet.length);

    assertThat(stamps(packet)).containsExactly("256 6002");
    // The clock is known from the first stamp on; that of this packet stands behind its reference.
    clock.begin(false);
    byte[] next = withReference(PICTURE, WRAP - 1, 299, 8001);
    clock.move(next, next.length);
    assertThat(reference(next)).isEqualTo((WRAP - 1 + 1002) % WRAP);
    assertThat(next[11]).isEqualTo(before[11]);
    assertThat(next[10] & 0x7f).isEqualTo(before[10] & 0x7f);
  }

  @Test
  @DisplayName("REL-65: what is kept between two pieces is enough to go on")
  void state() {
    moved(false, frame(PICTURE, 1000, -1), frame(PICTURE, 4000, -1));
    moved(true, frame(PICTURE, 0, -1), frame(PICTURE, 3000, -1));

    TransportClock later = TransportClock.of(clock.state());
    later.begin(true);
    byte[] packet = frame(PICTURE, 50, -1);
    later.move(packet, packet.length);
    assertThat(stamps(packet)).containsExactly("256 13000");
    assertThat(later.differs()).isFalse();
  }

  @Test
  @DisplayName("LP-81: a film with a track that the first one has not would lose it, and is told")
  void otherTracks() {
    moved(false, frame(PICTURE, 1000, -1));
    moved(true, frame(PICTURE, 0, -1));
    assertThat(clock.differs()).isFalse();
    moved(false, frame(SOUND, 0, -1));
    assertThat(clock.differs()).isTrue();
  }

  @Test
  @DisplayName("bytes that are no packets, and packets that are cut short inside, pass as they are")
  void garbage() {
    moved(false, frame(PICTURE, 1000, -1));
    clock.begin(true);
    byte[] page = new byte[TransportClock.PACKET * 3 + 7];
    Arrays.fill(page, (byte) 0x47);
    byte[] same = page.clone();
    clock.move(page, page.length);
    assertThat(page).isEqualTo(same);

    byte[] stuffed = frame(PICTURE, 5, -1);
    stuffed[3] = 0x30;
    stuffed[4] = (byte) 0xff; // an adaptation field that is longer than its packet
    byte[] before = stuffed.clone();
    clock.move(stuffed, stuffed.length);
    assertThat(stuffed).isEqualTo(before);
  }

  /** The stamps of a piece that has passed. */
  private List<String> moved(boolean newClock, byte[]... packets) {
    clock.begin(newClock);
    List<String> all = new ArrayList<>();
    for (byte[] packet : packets) {
      clock.move(packet, packet.length);
      all.addAll(stamps(packet));
    }
    return all;
  }

  /** A packet in which a frame begins; a negative {@code decoded} is left out. */
  private static byte[] frame(int track, long shown, long decoded) {
    byte[] b = new byte[TransportClock.PACKET];
    b[0] = 0x47;
    b[1] = (byte) (0x40 | track >> 8);
    b[2] = (byte) track;
    b[3] = 0x10;
    pes(b, 4, shown, decoded);
    return b;
  }

  private static byte[] withReference(int track, long base, int extension, long shown) {
    byte[] b = frame(track, 0, -1);
    b[3] = 0x30;
    b[4] = 7;
    b[5] = 0x10;
    b[6] = (byte) (base >> 25);
    b[7] = (byte) (base >> 17);
    b[8] = (byte) (base >> 9);
    b[9] = (byte) (base >> 1);
    b[10] = (byte) ((base & 1) << 7 | 0x7e | extension >> 8);
    b[11] = (byte) extension;
    pes(b, 12, shown, -1);
    return b;
  }

  private static void pes(byte[] b, int at, long shown, long decoded) {
    b[at] = 0;
    b[at + 1] = 0;
    b[at + 2] = 1;
    b[at + 3] = (byte) 0xe0;
    b[at + 6] = (byte) 0x80;
    b[at + 7] = (byte) (decoded < 0 ? 0x80 : 0xc0);
    b[at + 8] = (byte) (decoded < 0 ? 5 : 10);
    stamp(b, at + 9, decoded < 0 ? 2 : 3, shown);
    if (decoded >= 0) {
      stamp(b, at + 14, 1, decoded);
    }
  }

  private static void stamp(byte[] b, int at, int mark, long time) {
    b[at] = (byte) (mark << 4 | (time >> 29 & 0xe) | 1);
    b[at + 1] = (byte) (time >> 22);
    b[at + 2] = (byte) (time >> 14 | 1);
    b[at + 3] = (byte) (time >> 7);
    b[at + 4] = (byte) (time << 1 | 1);
  }

  private static List<String> stamps(byte[] b) {
    int at = (b[3] & 0x20) == 0 ? 4 : 5 + b[4];
    int track = (b[1] & 0x1f) << 8 | (b[2] & 0xff);
    assertThat(b[at + 9] >> 4).as("the mark before the time").isIn(2, 3);
    String shown = track + " " + time(b, at + 9);
    return List.of((b[at + 7] & 0x40) == 0 ? shown : shown + " " + time(b, at + 14));
  }

  private static long time(byte[] b, int at) {
    assertThat(b[at] & b[at + 2] & b[at + 4] & 1).as("marker bits").isEqualTo(1);
    return (b[at] & 0xeL) << 29
        | (b[at + 1] & 0xffL) << 22
        | (b[at + 2] & 0xfeL) << 14
        | (b[at + 3] & 0xffL) << 7
        | (b[at + 4] & 0xffL) >> 1;
  }

  private static long reference(byte[] b) {
    return (b[6] & 0xffL) << 25
        | (b[7] & 0xffL) << 17
        | (b[8] & 0xffL) << 9
        | (b[9] & 0xffL) << 1
        | (b[10] & 0xffL) >> 7;
  }
}
