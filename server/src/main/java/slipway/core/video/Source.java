package slipway.core.video;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a video's bytes come from. */
public sealed interface Source {

  /** A path that ends in {@code .m3u8}, whatever follows it (LP-81). */
  Pattern PLAYLIST = Pattern.compile("(?i)[a-z]+://[^?#]*\\.m3u8([?#].*)?", Pattern.DOTALL);

  /** Sent to us by a client. */
  record Direct() implements Source {}

  /**
   * Fetched by us.
   *
   * @param url as given, or rewritten to {@code ipfs://} or {@code ar://}
   * @param gatewayUrl the URL as given when {@code url} was rewritten
   */
  record Url(String url, @Nullable String gatewayUrl) implements Source {

    /** Whether it is called a playlist of HLS; what is there may be something else. */
    public boolean namesPlaylist() {
      return PLAYLIST.matcher(url).matches();
    }
  }

  /**
   * A finished recording of a live session that ran elsewhere, fetched by us. The video has the
   * session's id, which is how owners know it (LP-189).
   *
   * @param url where the recording lies, as one file or as a media playlist
   */
  record Recording(String url) implements Source {}

  /**
   * Cut out of another video, of which nothing is needed any more once the bytes are here.
   *
   * @param video the other one, even if it was deleted since
   * @param playbackId its playback id
   * @param from where the clip begins in it
   * @param to where it ends, after {@code from}
   * @param exact whether it begins with exactly that picture; else at the key frame before
   */
  record Clip(UUID video, String playbackId, Duration from, Duration to, boolean exact)
      implements Source {}

  /** What is to be fetched, if anything is. */
  default Optional<Url> fetched() {
    return switch (this) {
      case Url url -> Optional.of(url);
      case Recording(String url) -> Optional.of(new Url(url, /* gatewayUrl= */ null));
      case Direct() -> Optional.empty();
      case Clip _ -> Optional.empty();
    };
  }

  /** The kind's one word, as stored. */
  default String word() {
    return switch (this) {
      case Direct() -> "direct";
      case Url _ -> "url";
      case Recording _ -> "recording";
      case Clip _ -> "clip";
    };
  }
}
