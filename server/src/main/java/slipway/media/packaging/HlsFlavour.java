package slipway.media.packaging;

import org.jspecify.annotations.Nullable;

/**
 * How a player wants HLS: which segments its lists are to name. Each flavour has list addresses of
 * its own, so that none is ever taken for another by a cache.
 *
 * @param transportStream MPEG-2 TS instead of fragmented MP4 (GC-131)
 * @param key address of the key with which whole segments are encrypted (RFC 8216, 4.3.2.4), or
 *     {@code null} when they are not; goes between quotes
 * @param muxed whether a segment of a picture holds the sound as well, for players that know no
 *     groups of sounds; only in MPEG-2 TS
 * @param textGroup name of the group of texts in the master playlist
 */
public record HlsFlavour(
    boolean transportStream, @Nullable String key, boolean muxed, String textGroup) {
  /** Fragmented MP4 in the clear. */
  public static final HlsFlavour PLAIN = new HlsFlavour(false, null, "texts");

  /** With sounds beside the pictures. */
  public HlsFlavour(boolean transportStream, @Nullable String key, String textGroup) {
    this(transportStream, key, /* muxed= */ false, textGroup);
  }

  /** Refuses what would break out of an attribute. */
  public HlsFlavour {
    String quoted = textGroup + (key == null ? "" : key);
    if (!quoted.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"')) {
      throw new IllegalArgumentException("Not an attribute: " + quoted);
    }
    if (muxed && !transportStream) {
      throw new IllegalArgumentException("Fragmented MP4 is not muxed");
    }
  }

  /** Whether a segment's bytes are not those of the presentation. */
  public boolean encrypted() {
    return key != null;
  }

  /** What the list of one rendition is called. */
  String list() {
    return (muxed ? "av" : transportStream ? "ts" : "index")
        + (encrypted() ? "-aes.m3u8" : ".m3u8");
  }

  /** How the address of a segment ends. */
  String ending() {
    return (muxed ? ".av" : "") + (encrypted() ? ".aes" : "") + (transportStream ? ".ts" : ".m4s");
  }
}
