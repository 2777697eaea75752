package slipway.app;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import slipway.core.video.Failure;
import slipway.ingest.FirstLook;
import slipway.media.container.EarlyDuration;
import slipway.media.probe.Sniffed;
import slipway.media.probe.Sniffer;

/** Lets the ingest rooms, which know no media, ask the sniffer. */
final class FirstLookAtMedia implements FirstLook {

  @Override
  public Verdict judge(byte[] head, boolean complete) {
    return switch (Sniffer.look(head, complete)) {
      case Sniffed.Media _ -> new Verdict.Pass();
      case Sniffed.Undecided _ -> new Verdict.NeedMore();
      case Sniffed.Refused refused ->
          new Verdict.Refuse(Failure.of(Failure.Kind.NOT_MEDIA, refused.cause()));
    };
  }

  @Override
  public Optional<Measure> measure() {
    return Optional.of(new Header(new EarlyDuration()));
  }

  private record Header(EarlyDuration duration) implements Measure {
    @Override
    public boolean isDone() {
      return duration.isDecided();
    }

    @Override
    public Optional<Duration> see(ByteBuffer[] buffers) {
      for (ByteBuffer buffer : buffers) {
        Optional<Duration> found = duration.see(buffer);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
  }
}
