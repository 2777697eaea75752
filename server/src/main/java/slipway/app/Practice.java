package slipway.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.media.container.ByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.TrackKind;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.Links;
import slipway.media.packaging.Packability;
import slipway.media.packaging.PackagingCheck;
import slipway.media.packaging.PackagingSettings;
import slipway.media.packaging.Presentation;
import slipway.media.packaging.TrackInput;

/**
 * Goes over a tiny video in memory again and again once the server is up, until the JVM has
 * compiled what reads, checks and packages an index. Without it the first long video, whose index
 * has a million samples, is read by an interpreter that takes ten times as long (ADR 0014). Stores
 * nothing.
 */
final class Practice {
  private static final Logger log = LoggerFactory.getLogger(Practice.class);

  /** By then the JVM's thresholds for its best compiler are passed several times. */
  private static final int TIMES = 1_500;

  /** Slow machines go without rather than be busy for long. */
  private static final Duration AT_MOST = Duration.ofSeconds(3);

  /** Clients that waited for the start go first. */
  private static final Duration LATER = Duration.ofSeconds(3);

  private Practice() {}

  /** Begins in a moment, on a thread of its own, and ends by itself. */
  static void begin() {
    Thread.ofPlatform().daemon().name("practice").start(Practice::go);
  }

  /** A video of a few seconds that can be packaged as it is. */
  static byte[] clip() throws IOException {
    try (InputStream in = Launch.rehearsalClip()) {
      return in.readAllBytes();
    }
  }

  private static void go() {
    try {
      Thread.sleep(LATER);
      Clip clip = new Clip(ByteBuffer.wrap(clip()));
      long begun = System.nanoTime();
      int times = 0;
      while (times < TIMES && System.nanoTime() - begun < AT_MOST.toNanos()) {
        once(clip);
        times++;
      }
      log.debug("practised {} times in {} ms", times, (System.nanoTime() - begun) / 1_000_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException failure) {
      log.warn("practising failed; the first long video will take longer", failure);
    }
  }

  /** Gives the length of the playlists, so that nothing of it can be left out. */
  static long once(ByteSource source) throws IOException {
    if (!(Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie))
        || !(PackagingCheck.of(movie, source) instanceof Packability.AsIs(var tracks))) {
      throw new IOException("the clip to practise with cannot be packaged as it is");
    }
    List<TrackInput> inputs = new ArrayList<>();
    for (CheckedTrack track : tracks) {
      boolean sound = track.track().kind() == TrackKind.AUDIO;
      inputs.add(new TrackInput(sound ? "sound" : "picture", "clip", track));
    }
    Presentation presentation = Presentation.of(inputs, PackagingSettings.DEFAULT);
    long length = 0;
    for (String file : List.of("index.m3u8", "picture/index.m3u8", "sound/index.m3u8")) {
      length += presentation.find(file, Links.PLAIN).orElseThrow().length();
    }
    return length;
  }

  /** A file in memory. */
  record Clip(ByteBuffer bytes) implements ByteSource {
    @Override
    public long size() {
      return bytes.limit();
    }

    @Override
    public int read(long position, ByteBuffer into) {
      if (position >= bytes.limit()) {
        return -1;
      }
      int count = (int) Math.min(into.remaining(), bytes.limit() - position);
      into.put(bytes.slice((int) position, count));
      return count;
    }
  }
}
