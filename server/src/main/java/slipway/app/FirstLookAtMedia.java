package slipway.app;

import slipway.core.video.Failure;
import slipway.ingest.FirstLook;
import slipway.media.probe.Sniffed;
import slipway.media.probe.Sniffer;

/** Lets the ingest rooms, which know no media, ask the sniffer. */
final class FirstLookAtMedia implements FirstLook {

  @Override
  public Verdict judge(byte[] head) {
    return switch (Sniffer.look(head, /* complete= */ false)) {
      case Sniffed.Media _ -> new Verdict.Pass();
      case Sniffed.Undecided _ -> new Verdict.NeedMore();
      case Sniffed.Refused refused ->
          new Verdict.Refuse(new Failure(Failure.Kind.NOT_MEDIA, refused.sentence()));
    };
  }
}
