package slipway.app;

import java.time.Duration;
import java.time.InstantSource;
import slipway.core.journey.DeleteDue;
import slipway.core.journey.DeleteVideo;
import slipway.core.webhook.DeliveryRounds;
import slipway.core.webhook.WakeRounds;
import slipway.http.HttpServer;
import slipway.ingest.SweepLooseFiles;
import slipway.ingest.SweepUploads;
import slipway.playback.SweepPictures;
import slipway.storage.BlobStore;

/** What is done again and again as long as the house stands. */
record Chores(
    Memory memory,
    BlobStore blobs,
    DeleteVideo delete,
    SweepUploads sweep,
    SweepPictures sweepPictures,
    DeliveryRounds rounds,
    HttpServer http,
    Viewing viewing,
    InstantSource clock) {
  /** A log that nobody waits for. */
  private static final Duration FORGET_EVERY = Duration.ofMinutes(4);

  /** The bytes of an expired upload are gone within a minute (REL-21). */
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(30);

  private static final Duration RENEW_EVERY = Duration.ofMinutes(1);

  /**
   * Begins with them, and goes on until the caretaker is closed.
   *
   * @param keepLog how long attempts to tell webhooks something can be read
   */
  void begin(Caretaker caretaker, Duration keepLog) {
    caretaker.every(SWEEP_EVERY, "sweeping uploads", sweep::sweep);
    caretaker.every(
        SWEEP_EVERY, "deleting what is due", new DeleteDue(memory.videos(), delete, clock)::sweep);
    caretaker.every(SWEEP_EVERY, "sweeping pictures", sweepPictures::sweep);
    caretaker.every(
        FORGET_EVERY,
        "sweeping loose files",
        new SweepLooseFiles(memory.loose(), blobs, clock)::sweep);
    caretaker.every(
        SWEEP_EVERY,
        "waking webhooks",
        new WakeRounds(memory.deliveries(), rounds, memory.transactions(), clock)::wake);
    caretaker.every(RENEW_EVERY, "looking for a renewed certificate", http::renewCertificate);
    caretaker.every(SWEEP_EVERY, "looking for a newer database of countries", viewing::refresh);
    caretaker.every(
        FORGET_EVERY,
        "forgetting old deliveries",
        () -> memory.attempts().forgetBefore(clock.instant().minus(keepLog), /* limit= */ 10_000));
  }
}
