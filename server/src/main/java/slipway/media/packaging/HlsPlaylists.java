package slipway.media.packaging;

/** Writes the HLS playlists of single renditions (RFC 8216; MD-58). */
final class HlsPlaylists {
  static final String CONTENT_TYPE = "application/vnd.apple.mpegurl";

  private HlsPlaylists() {}

  /**
   * @param growing whether more segments are still to come
   */
  static String media(
      PackagedTrack track, int targetDuration, HlsFlavour flavour, Links links, boolean growing) {
    int version = flavour.transportStream() ? 4 : 7;
    StringBuilder out = head(track.segments(), version, targetDuration, growing ? "EVENT" : "VOD");
    if (growing) {
      // Players take a list without an end for a live one and would begin at its end.
      out.append("#EXT-X-START:TIME-OFFSET=0,PRECISE=YES\n");
    }
    out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
    if (!flavour.transportStream()) {
      // In front of the key, so that it is not encrypted (RFC 8216, 4.3.2.5).
      map(out, links);
    }
    if (flavour.encrypted()) {
      // Without an IV of its own each segment's is its number (RFC 8216, 5.2).
      out.append("#EXT-X-KEY:METHOD=AES-128,URI=\"").append(flavour.key()).append("\"\n");
    }
    for (int segment = 0; segment < track.segments(); segment++) {
      segment(out, track.microseconds(segment), links.fromHere(segment + flavour.ending()));
    }
    return growing ? out.toString() : out.append("#EXT-X-ENDLIST\n").toString();
  }

  /** Pictures at which a player can start, each by itself: for those who wind through a video. */
  static String keyFrames(PackagedTrack track, Links links) {
    long longest = 1;
    for (int i = 0; i < track.keyFrames(); i++) {
      longest = Math.max(longest, track.keyFrameMicroseconds(i));
    }
    StringBuilder out = head(track.keyFrames(), 7, (int) ((longest + 999_999) / 1_000_000), "VOD");
    out.append("#EXT-X-I-FRAMES-ONLY\n");
    map(out, links);
    for (int i = 0; i < track.keyFrames(); i++) {
      segment(out, track.keyFrameMicroseconds(i), links.fromHere("i" + i + ".m4s"));
    }
    return out.append("#EXT-X-ENDLIST\n").toString();
  }

  /** One segment over all (MD-77). */
  static String text(TextTrack track, Links links) {
    long microseconds = Math.max(1, Math.round(track.seconds() * 1e6));
    StringBuilder out = head(1, 7, (int) ((microseconds + 999_999) / 1_000_000), "VOD");
    segment(out, microseconds, links.fromHere("0.vtt"));
    return out.append("#EXT-X-ENDLIST\n").toString();
  }

  private static StringBuilder head(int segments, int version, int targetDuration, String type) {
    return new StringBuilder(256 + segments * 32)
        .append("#EXTM3U\n#EXT-X-VERSION:")
        .append(version)
        .append("\n#EXT-X-TARGETDURATION:")
        .append(targetDuration)
        .append("\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:")
        .append(type)
        .append('\n');
  }

  private static void map(StringBuilder out, Links links) {
    out.append("#EXT-X-MAP:URI=\"").append(links.fromHere("init.mp4")).append("\"\n");
  }

  private static void segment(StringBuilder out, long microseconds, String address) {
    String fraction = Long.toString(1_000_000 + microseconds % 1_000_000).substring(1);
    out.append("#EXTINF:").append(microseconds / 1_000_000).append('.').append(fraction);
    out.append(",\n").append(address).append('\n');
  }
}
