package slipway.core.video;

import org.jspecify.annotations.Nullable;

/** Where a video's bytes come from. */
public sealed interface Source {

  /** Sent to us by a client. */
  record Direct() implements Source {}

  /**
   * Fetched by us.
   *
   * @param url as given, or rewritten to {@code ipfs://} or {@code ar://}
   * @param gatewayUrl the URL as given when {@code url} was rewritten
   */
  record Url(String url, @Nullable String gatewayUrl) implements Source {}

  /** The kind's one word, as stored. */
  default String word() {
    return switch (this) {
      case Direct() -> "direct";
      case Url _ -> "url";
    };
  }
}
