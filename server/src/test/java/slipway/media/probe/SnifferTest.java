package slipway.media.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SnifferTest {

  @ParameterizedTest
  @CsvSource({
    "ISO_BMFF,    00000020 66747970 69736f6d 00000200",
    "ISO_BMFF,    00000014 66747970 71742020 00000000",
    "ISO_BMFF,    00000008 77696465 00000000 6d646174",
    "ISO_BMFF,    00000001 6d646174 00000001 00000000",
    "ISO_BMFF,    00000000 6d646174 00000001 00000000",
    "ISO_BMFF,    00001000 6d6f6f76 0000006c 6d766864",
    "ISO_BMFF,    00000018 73747970 6d736468 00000000",
    "MATROSKA,    1a45dfa3 9f428681 01000000 00000000",
    "AVI,         52494646 be1a0500 41564920 4c495354",
    "WAV,         52494646 ce580100 57415645 666d7420",
    "WAV,         52463634 ffffffff 57415645 64733634",
    "FLV,         464c5601 05000000 09000000 00000000",
    "MPEG_PS,     000001ba 44000400 04010000 00000000",
    "MPEG_VIDEO,  000001b3 16012013 ffffe018 00000000",
    "ASF,         3026b275 8e66cf11 a6d900aa 0062ce6c",
    "MXF,         060e2b34 02050101 0d010201 01020400",
    "DV,          1f07003f f87878ff ffffffff ffffffff",
    "DV,          1f0700bf f87878ff ffffffff ffffffff",
    "OGG,         4f676753 00020000 00000000 00000000",
    "FLAC,        664c6143 00000022 10001000 00000000",
    "AMR,         2321414d 520a3c91 17160000 00000000",
    "AMR,         2321414d 522d5742 0a000000 00000000",
    "GIF,         47494638 39610100 01008000 00000000",
    "BARE_AUDIO,  49443303 00000000 0234544b 69000000",
  })
  @DisplayName("MD-10: containers are told by their first bytes, as soon as they are there")
  void containers(Container expected, String hex) {
    byte[] head = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(Sniffer.look(head, false)).isEqualTo(new Sniffed.Media(expected));
    assertThat(Sniffer.look(head, true)).isEqualTo(new Sniffed.Media(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "IMAGE,     ffd8ffe0 00104a46 49460001 01000001",
    "IMAGE,     89504e47 0d0a1a0a 0000000d 49484452",
    "IMAGE,     52494646 00100000 57454250 56503820",
    "IMAGE,     49492a00 08000000 00000000 00000000",
    "IMAGE,     00000018 66747970 68656963 00000000",
    "IMAGE,     00000018 66747970 61766966 00000000",
    "ARCHIVE,   504b0304 14000000 08000000 00000000",
    "ARCHIVE,   1f8b0800 00000000 00030000 00000000",
    "ARCHIVE,   377abcaf 271c0004 00000000 00000000",
    "ARCHIVE,   52617221 1a070100 00000000 00000000",
    "ARCHIVE,   fd377a58 5a000004 e6d6b446 00000000",
    "ARCHIVE,   28b52ffd 04580000 00000000 00000000",
    "DOCUMENT,  25504446 2d312e37 0a25e2e3 cfd30a00",
    "PROGRAM,   7f454c46 02010100 00000000 00000000",
  })
  @DisplayName("MD-10: pictures, archives, documents and programs are refused at once")
  void foreignBinaries(Sniffed.Kind expected, String hex) {
    byte[] head = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(Sniffer.look(head, false)).isEqualTo(new Sniffed.Refused(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PLAYLIST            | #EXTM3U\\n#EXT-X-TARGETDURATION:1\\n#EXTINF:1,\\nfile:///etc/passwd",
        "PLAYLIST            | [playlist]\\nFile1=http://127.0.0.1/",
        "SCRIPT              | ffconcat version 1.0\\nfile sibling.mp4",
        "SCRIPT              | file '/etc/passwd'",
        "SCRIPT              | #!/bin/sh\\nrm -rf /",
        "SCRIPT              | FILE \"a.wav\" WAVE\\n  TRACK 01 AUDIO",
        "SESSION_DESCRIPTION | v=0\\no=- 0 0 IN IP4 127.0.0.1\\ns=x",
        "HTML                | <!DOCTYPE html><html><body>404</body></html>",
        "HTML                | <html lang=\"en\">",
        "XML                 | <?xml version=\"1.0\"?><MPD"
            + " xmlns=\"urn:mpeg:dash:schema:mpd:2011\"/>",
        "XML                 | <svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "XML                 | <smil><body/></smil>",
        "SUBTITLES           | WEBVTT\\n\\n00:00.000 --> 00:01.000\\nHi",
        "SUBTITLES           | 1\\n00:00:00,000 --> 00:00:01,000\\nHi",
        "TEXT                | testsrc2=size=320x240:rate=30,format=yuv420p",
        "TEXT                | sine=frequency=440",
        "TEXT                | GIF is a format that this text only talks about.",
        "TEXT                | Grüße aus Köln, ein ganz gewöhnlicher Text",
      })
  @DisplayName("REL-50, REL-51, MD-10: texts are refused, whatever their encoding")
  void texts(Sniffed.Kind expected, String escaped) {
    String text = escaped.replace("\\n", "\n");
    for (Charset charset : new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16}) {
      assertThat(Sniffer.look(text.getBytes(charset), true))
          .isEqualTo(new Sniffed.Refused(expected));
    }
    for (String before : new String[] {"\ufeff", "\n\n  ", "\r\n"}) {
      assertThat(Sniffer.look((before + text).getBytes(StandardCharsets.UTF_8), true))
          .isEqualTo(new Sniffed.Refused(expected));
    }
    // As the beginning of something long: refused when the window is full.
    byte[] padded = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), Sniffer.ENOUGH);
    Arrays.fill(padded, text.getBytes(StandardCharsets.UTF_8).length, padded.length, (byte) ' ');
    assertThat(Sniffer.look(padded, false)).isEqualTo(new Sniffed.Refused(expected));
  }

  @Test
  @DisplayName("MD-10: an empty file is refused, no bytes yet is not")
  void empty() {
    assertThat(Sniffer.look(new byte[0], true)).isEqualTo(new Sniffed.Refused(Sniffed.Kind.EMPTY));
    assertThat(Sniffer.look(new byte[0], false)).isInstanceOf(Sniffed.Undecided.class);
  }

  @Test
  @DisplayName("MD-10: noise, a lone sync byte and a box of impossible size are not media")
  void unknown() {
    byte[] noise = new byte[8192];
    new Random(1).nextBytes(noise);
    byte[] oneSync = new byte[400];
    oneSync[0] = 0x47;
    byte[] badBox = HexFormat.of().parseHex("00000007667479706d703432000000000000");
    for (byte[] head : new byte[][] {noise, oneSync, badBox, new byte[4096], {0, 1}}) {
      assertThat(Sniffer.look(head, true)).isEqualTo(new Sniffed.Refused(Sniffed.Kind.UNKNOWN));
    }
  }

  @ParameterizedTest
  @CsvSource({"188,0", "188,100", "192,4", "204,0"})
  @DisplayName("MD-11: MPEG-TS with packets of 188, 192 and 204 bytes")
  void transportStream(int packet, int offset) {
    byte[] head = new byte[Sniffer.ENOUGH];
    for (int at = offset; at < head.length; at += packet) {
      head[at] = 0x47;
    }
    assertThat(Sniffer.look(head, false)).isEqualTo(new Sniffed.Media(Container.MPEG_TS));
    assertThat(Sniffer.look(Arrays.copyOf(head, packet * 3 + 10), true))
        .isEqualTo(new Sniffed.Media(Container.MPEG_TS));
  }

  @ParameterizedTest
  @CsvSource({
    "fffb9064, 417", // MPEG-1 layer 3, 128 kbit/s, 44.1 kHz
    "fff344c4, 96", // MPEG-2 layer 3, 32 kbit/s, 24 kHz
    "fffda404, 576", // MPEG-1 layer 2, 192 kbit/s, 48 kHz
    "fff1508017fffc, 191", // ADTS
    "0b770000143000, 768", // AC-3, 192 kbit/s, 48 kHz: code 20
    "0b77017f3f8600, 768", // E-AC-3, size in the header
  })
  @DisplayName("MD-11: bare audio is two frames at the distance the first one names")
  void bareAudio(String headerHex, int length) {
    byte[] header = HexFormat.of().parseHex(headerHex);
    byte[] head = new byte[Sniffer.ENOUGH];
    for (int at = 0; at + header.length <= head.length; at += length) {
      System.arraycopy(header, 0, head, at, header.length);
    }
    assertThat(AudioFrame.length(new Sniffer.Bytes(head), 0)).isEqualTo(length);
    assertThat(Sniffer.look(head, false)).isEqualTo(new Sniffed.Media(Container.BARE_AUDIO));
    head[length] = 0;
    assertThat(Sniffer.look(head, false)).isInstanceOf(Sniffed.Refused.class);
  }

  @Test
  @DisplayName("REL-41: every prefix of anything gets an answer")
  void anyPrefix() {
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      byte[] head = new byte[random.nextInt(300)];
      random.nextBytes(head);
      if (head.length > 4) {
        byte[] lead = HexFormat.of().parseHex(round % 2 == 0 ? "fffb" : "0b77");
        System.arraycopy(lead, 0, head, 0, 2);
      }
      assertThat(Sniffer.look(head, true)).isNotInstanceOf(Sniffed.Undecided.class);
      if (Sniffer.look(head, false) instanceof Sniffed.Undecided undecided) {
        assertThat(undecided.bytesWanted()).isGreaterThan(head.length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Sniffed.Kind.class)
  void everyRefusalIsASentence(Sniffed.Kind kind) {
    assertThat(new Sniffed.Refused(kind).cause()).matches("[A-Z].*\\.");
  }
}
