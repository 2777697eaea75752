package slipway.core.video;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All videos. */
public interface Videos {

  /** The next serial number. Inside a transaction. */
  long nextSerial();

  void add(Video video);

  /** Keeps the video's new state. Inside the transaction that read it. */
  void update(Video video);

  /** Finds also deleted ones; who asks decides what they are worth. */
  Optional<Video> byId(UUID id);

  /** Finds also deleted ones. */
  Optional<Video> byPlaybackId(String playbackId);

  List<Video> find(VideoQuery query);

  /** Bytes of the sources of an account's videos, without the deleted ones. */
  long storedBytes(long account);

  /** How long the videos that match play together (see {@link Video#plays}), without any limit. */
  Duration length(VideoQuery query);

  /**
   * What an account's videos take of its minutes (see {@link Video#held}), without deleted ones.
   * Inside a transaction nobody else can ask until its end.
   */
  Duration held(long account);

  /** How many videos match, whatever the query's limit. */
  long count(VideoQuery query);
}
