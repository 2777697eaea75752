package slipway.media.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static slipway.media.container.TinyMp4.full;
import static slipway.media.container.TinyMp4.ints;
import static slipway.media.container.TinyMp4.join;
import static slipway.media.container.TinyMp4.longs;

import java.io.IOException;
import java.nio.file.Files;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.testing.Clips;

/** The layouts that real writers use, each built by hand (MD-52), and how much is read for them. */
final class Mp4IndexTest {

  @Test
  @DisplayName(
      "MD-52: moov first or last, 32-bit, 64-bit and open sizes, stco and co64 give the same"
          + " samples")
  void readsEveryLayout() throws IOException {
    for (UnaryOperator<TinyMp4> layout :
        java.util.List.<UnaryOperator<TinyMp4>>of(
            file -> file,
            TinyMp4::indexFirst,
            TinyMp4::wideMdat,
            TinyMp4::openMdat,
            TinyMp4::wideChunks,
            file -> file.wideChunks().wideMdat())) {
      byte[] bytes = layout.apply(new TinyMp4()).build();
      Mp4Track track = track(bytes);
      assertThat(track.samples().count()).isEqualTo(4);
      for (int sample = 0; sample < 4; sample++) {
        int position = (int) track.samples().position(sample);
        assertThat(bytes[position + 4]).isEqualTo((byte) (sample == 0 ? 0x65 : 0x41));
        assertThat(track.samples().decodeTime(sample)).isEqualTo(512L * sample);
      }
      assertThat(track.samples().ranges(1, 3))
          .containsExactly(new ByteRange(track.samples().position(1), 20));
    }
  }

  @Test
  @DisplayName("MD-52: one size for all samples, and the compact table of 4, 8 and 16 bits")
  void readsSizes() throws IOException {
    assertThat(
            track(new TinyMp4().sizes(full("stsz", 0, ints(10, 4))).build()).samples().bytes(0, 4))
        .isEqualTo(40);
    byte[] nibbles = {0x12, 0x34};
    SampleTable four =
        track(new TinyMp4().sizes(full("stz2", 0, join(ints(4, 4), nibbles))).build()).samples();
    assertThat(four.size(0)).isEqualTo(1);
    assertThat(four.size(1)).isEqualTo(2);
    assertThat(four.size(3)).isEqualTo(4);
    byte[] bytes = {1, 2, 3, (byte) 200};
    assertThat(
            track(new TinyMp4().sizes(full("stz2", 0, join(ints(8, 4), bytes))).build())
                .samples()
                .size(3))
        .isEqualTo(200);
    byte[] shorts = {0, 1, 0, 2, 0, 3, 0, 9};
    assertThat(
            track(new TinyMp4().sizes(full("stz2", 0, join(ints(16, 4), shorts))).build())
                .samples()
                .size(3))
        .isEqualTo(9);
  }

  @Test
  @DisplayName("MD-18, MD-55: what a movie waits for before it begins is no part of its length")
  void lateBeginning() throws IOException {
    byte[] normal = ints(0x10000);
    byte[] edits =
        join(ints(2), longs(1L << 44, -1), normal, longs(160, 0), normal); // 557 years of nothing
    Mp4Reading late =
        Mp4Index.read(new BytesSource(new TinyMp4().edits(full("elst", 1 << 24, edits)).build()));
    assertThat(((Mp4Reading.Parsed) late).movie().duration()).isCloseTo(0.16, within(0.01));
  }

  @Test
  @DisplayName("MD-52: without stss every sample is a sync sample")
  void withoutSyncTableAllAreSync() throws IOException {
    assertThat(track(new TinyMp4().sync(new byte[0]).build()).samples().sync(3)).isTrue();
    assertThat(track(new TinyMp4().build()).samples().sync(3)).isFalse();
  }

  @Test
  @DisplayName("MD-52: composition offsets of both versions, unsigned and signed")
  void readsCompositionOffsets() throws IOException {
    SampleTable zero =
        track(new TinyMp4().offsets(full("ctts", 0, ints(2, 1, 1024, 3, 512))).build()).samples();
    assertThat(zero.presentationTime(0)).isEqualTo(1024);
    assertThat(zero.presentationTime(3)).isEqualTo(3 * 512 + 512);
    SampleTable one =
        track(new TinyMp4().offsets(full("ctts", 1 << 24, ints(2, 1, 0, 3, -512))).build())
            .samples();
    assertThat(one.presentationTime(1)).isZero();
    assertThat(one.minCompositionOffset()).isEqualTo(-512);
  }

  @Test
  @DisplayName("MD-52, MD-18: edit lists of both versions; a late track ends late")
  void readsEditLists() throws IOException {
    Mp4Track narrow =
        track(
            new TinyMp4()
                .edits(full("elst", 0, ints(2, 500, -1, 0x10000, 160, 0, 0x10000)))
                .build());
    byte[] wideEntries = join(longs(500, -1), ints(0x10000), longs(160, 0), ints(0x10000));
    Mp4Track wide =
        track(new TinyMp4().edits(full("elst", 1 << 24, join(ints(2), wideEntries))).build());
    assertThat(wide.edits()).isEqualTo(narrow.edits());
    assertThat(narrow.startDelay()).isEqualTo(0.5);
    assertThat(narrow.presentationEnd()).isEqualTo(0.66);
    assertThat(narrow.simplyEdited()).isTrue();
    assertThat(
            track(
                    new TinyMp4()
                        .edits(full("elst", 0, ints(2, 80, 0, 0x10000, 80, 1024, 0x10000)))
                        .build())
                .simplyEdited())
        .isFalse();
    assertThat(
            track(new TinyMp4().edits(full("elst", 0, ints(1, 80, 0, 0x8000))).build())
                .simplyEdited())
        .isFalse();
  }

  @Test
  @DisplayName("The cost follows the index: the media is not read")
  void readsOnlyTheIndex() throws IOException {
    BytesSource source =
        new BytesSource(
            Files.readAllBytes(Clips.clip("internal_emulator_transformer_output_270_rotated.mp4")));
    assertThat(Mp4Index.read(source)).isInstanceOf(Mp4Reading.Parsed.class);
    assertThat(source.bytesRead()).isLessThan(150_000); // of 2.5 million
    assertThat(source.reads()).isLessThan(8);
  }

  @Test
  @DisplayName("A file with its index first tells all while its media is still on the way")
  void readsWhileUploading() throws IOException {
    byte[] bytes = new TinyMp4().indexFirst().build();
    byte[] begun = java.util.Arrays.copyOf(bytes, bytes.length - 15);
    assertThat(reading(begun))
        .isInstanceOfSatisfying(
            Mp4Reading.MediaMissing.class,
            missing -> {
              assertThat(missing.neededSize()).isEqualTo(bytes.length);
              assertThat(missing.movie().indexFirst()).isTrue();
              assertThat(missing.movie().duration()).isEqualTo(0.16);
            });
  }

  @Test
  @DisplayName("Whoever needs the index first is not made to read one that comes behind the media")
  void readsIndexFirstOnly() throws IOException {
    byte[] first = new TinyMp4().indexFirst().build();
    assertThat(Mp4Index.readIndexFirst(new BytesSource(first), IndexTurns.next()))
        .isInstanceOf(Mp4Reading.Parsed.class);
    BytesSource last =
        new BytesSource(
            Files.readAllBytes(Clips.clip("internal_emulator_transformer_output_270_rotated.mp4")));
    assertThat(Mp4Index.readIndexFirst(last, IndexTurns.next()))
        .isInstanceOf(Mp4Reading.Unsupported.class);
    assertThat(last.reads()).isLessThan(3);
  }

  static Mp4Reading reading(byte[] bytes) throws IOException {
    return Mp4Index.read(new BytesSource(bytes));
  }

  private static Mp4Track track(byte[] bytes) throws IOException {
    Mp4Reading reading = reading(bytes);
    assertThat(reading).isInstanceOf(Mp4Reading.Parsed.class);
    return ((Mp4Reading.Parsed) reading).movie().tracks().getFirst();
  }
}
