package slipway.http;

import io.netty.channel.Channel;

/** What carries one exchange: a connection of HTTP/1, a stream of HTTP/2. */
interface Wire extends PulledBody.Source {

  /** Where the answer is written. */
  Channel channel();

  /** Whether slices of files may be handed to the socket as such. */
  boolean carriesFiles();

  /** Whether this is HTTP/1, whose connections are kept or closed by header fields. */
  boolean isHttp1();

  /**
   * The exchange is over and its answer has left. Called once, from any thread.
   *
   * @param reusable whether another exchange may follow
   */
  void finished(boolean reusable);

  /** Ends without (the rest of) an answer. Called once instead of {@link #finished}. */
  void hangUp();
}
