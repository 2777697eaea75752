package slipway.media.provenance;

import java.util.List;
import java.util.Map;
import slipway.media.provenance.TimeStamps.NoTimeStamp;

/**
 * The header of a signature that is not signed, always of one size: a time stamp, whose size nobody
 * knows beforehand, and zeros (C2PA 2.1, sections 10.3.2.5 and 10.4.4). So what comes behind it
 * stays where it is, whether there is a stamp or not.
 */
final class StampRoom {
  /** Twice of what is usual; the certificates of the authority are most of it. */
  private static final int SIZE = 16 << 10;

  private static final String PAD = "pad";

  /** From here on, up to 64 KiB, the length of zeros is written in as many bytes. */
  private static final int LEAST_ZEROS = 256;

  private StampRoom() {}

  /** Without a stamp. */
  static Map<String, Object> empty() {
    return Map.of(PAD, zeros(Map.of(PAD, new byte[LEAST_ZEROS])));
  }

  /** With one. */
  static Map<String, Object> with(byte[] token) throws NoTimeStamp {
    Map<String, Object> container = Map.of("tstTokens", List.of(Map.of("val", token)));
    Map<String, Object> least = Ordered.map("sigTst2", container, PAD, new byte[LEAST_ZEROS]);
    if (Cbor.of(least).length > SIZE) {
      throw new NoTimeStamp(
          "The authority's stamp has %d bytes, which is too much.".formatted(token.length));
    }
    return Ordered.map("sigTst2", container, PAD, zeros(least));
  }

  private static byte[] zeros(Map<String, Object> least) {
    return new byte[SIZE - Cbor.of(least).length + LEAST_ZEROS];
  }
}
