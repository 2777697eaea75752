package slipway.core.upload;

import java.time.Instant;
import java.util.List;
import slipway.core.video.Content;
import slipway.core.video.Failure;

/** Looks at a whole when one of its parts got further: its length, and whether it is finished. */
final class SettleWhole {
  private final Uploads uploads;
  private final Parts parts;
  private final HandOn handOn;
  private final EndWithoutFile ending;
  private final Allowance allowance;
  private final UploadSettings settings;

  SettleWhole(
      Uploads uploads,
      Parts parts,
      HandOn handOn,
      EndWithoutFile ending,
      Allowance allowance,
      UploadSettings settings) {
    this.uploads = uploads;
    this.parts = parts;
    this.handOn = handOn;
    this.ending = ending;
    this.allowance = allowance;
    this.settings = settings;
  }

  /** Inside a transaction: the wholes that wait for this part. */
  void partChanged(Upload part, Instant now) {
    parts.waitingFor(part).forEach(whole -> settle(whole, now));
  }

  /** Inside a transaction: the whole as it is now. */
  Upload settle(Upload whole, Instant now) {
    PartsTogether all = parts.together(whole.id());
    Instant kept = now.plus(settings.keepUnfinished()).plus(settings.keepParts());
    Upload settled = whole.keptUntil(whole.limits().endWithin(kept));
    if (all.areSized()) {
      settled = settled.withLength(all.bytes());
    }
    Long length = settled.length();
    if (length != null && length > whole.limits().bytesWithin(settings.maxBytes())) {
      return ended(whole, "The parts are too large together.", now);
    }
    if (length != null && all.areFinished()) {
      List<Upload> distinct = parts.of(whole.id()).stream().distinct().toList();
      if (allowance.isSuspended(whole)) {
        return ended(whole, "The account was suspended before all parts were there.", now);
      }
      if (!allowance.fitsInPlaceOf(distinct, whole, length)) {
        return ended(whole, "The account's storage is used up.", now);
      }
      settled = settled.advanced(length, now, settled.expiresAt()).finished(now);
      uploads.update(settled);
      handOn.handOn(settled, new Content(length, /* sha256= */ null), now);
      Instant shared = now.plus(settings.keepParts());
      distinct.forEach(part -> uploads.update(part.used(shared)));
    } else {
      uploads.update(settled);
    }
    return settled;
  }

  private Upload ended(Upload whole, String sentence, Instant now) {
    ending.end(whole, Failure.of(Failure.Kind.OVER_LIMIT, sentence), now);
    parts.release(whole.id());
    return whole.expired(now);
  }
}
