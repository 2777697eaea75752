package slipway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.group.ChannelGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room when more connections are open than may be: the one on which nothing has moved for the
 * longest time goes. An upload on it keeps what came (TUS-290).
 */
final class Crowd {
  private static final Logger log = LoggerFactory.getLogger(Crowd.class);

  private final ChannelGroup connections;
  private final int most;

  Crowd(ChannelGroup connections, int most) {
    this.connections = connections;
    this.most = most;
  }

  /** A connection is new. */
  void enter(Channel connection) {
    connection.pipeline().addLast(new Pulse());
    connections.add(connection);
    if (connections.size() > most) {
      dismissStillest(connection);
    }
  }

  private void dismissStillest(Channel newest) {
    Channel stillest = null;
    long since = Long.MAX_VALUE;
    long now = System.nanoTime();
    for (Channel one : connections) {
      Pulse pulse = one.pipeline().get(Pulse.class);
      // Compared as distances, since the clock may wrap around.
      if (pulse != null && !one.equals(newest) && pulse.movedAt - now < since) {
        since = pulse.movedAt - now;
        stillest = one;
      }
    }
    if (stillest != null) {
      log.debug("{} connections are open, the stillest one is closed", most);
      var _ = stillest.close();
    }
  }

  /** Notes when something last moved on a connection. */
  private static final class Pulse extends ChannelDuplexHandler {
    private volatile long movedAt = System.nanoTime();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      movedAt = System.nanoTime();
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      movedAt = System.nanoTime();
      var _ = context.write(message, promise);
    }
  }
}
