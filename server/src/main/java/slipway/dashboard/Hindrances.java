package slipway.dashboard;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import slipway.core.access.Protections;
import slipway.core.access.SigningKey;
import slipway.core.access.SigningKeys;
import slipway.core.policy.Policy;
import slipway.core.video.Video;
import slipway.core.webhook.Webhook;
import slipway.core.webhook.Webhooks;

/**
 * Why a video is not ready yet, and why somebody may not be able to watch it, in sentences for the
 * operator: what a viewer who is kept out is not told.
 */
public final class Hindrances {
  /** So many jobs are looked at, at least. */
  private static final int MANY = 200;

  private final Supplier<List<JobRow>> jobs;
  private final Webhooks webhooks;
  private final SigningKeys keys;
  private final Set<String> keyDoors;
  private final Protections protections;
  private final InstantSource clock;

  /**
   * @param jobs what is being done and what waits, the first 200 of each lane, running ones first
   * @param keyDoors the doors through which signing keys are made
   */
  public Hindrances(
      Supplier<List<JobRow>> jobs,
      Webhooks webhooks,
      SigningKeys keys,
      Set<String> keyDoors,
      Protections protections,
      InstantSource clock) {
    this.jobs = jobs;
    this.webhooks = webhooks;
    this.keys = keys;
    this.keyDoors = Set.copyOf(keyDoors);
    this.protections = protections;
    this.clock = clock;
  }

  /** What stands in the way of a video; empty when everybody can watch all of it. */
  List<String> of(Video video) {
    List<String> sentences = new ArrayList<>();
    if (video.isUnderWay() || video.isFetching()) {
      work(video.id()).ifPresent(sentences::add);
    }
    sentences.addAll(access(video));
    return sentences;
  }

  /** Nothing is said of work that runs, or whose turn it is in this moment. */
  private Optional<String> work(UUID video) {
    List<JobRow> all = jobs.get();
    List<JobRow> own = all.stream().filter(job -> isOf(job, video)).toList();
    if (own.isEmpty()) { // one stage hands over to the next just now
      return all.size() < MANY
          ? Optional.empty()
          : Optional.of("Its work is not among the first " + all.size() + " that wait.");
    }
    if (own.stream().anyMatch(job -> job.runningSince() != null)) {
      return Optional.empty();
    }
    JobRow next = own.getFirst();
    Instant now = clock.instant();
    if (next.due().isAfter(now)) {
      String reason = next.lastReason();
      return Optional.of(
          "Its work (%s) is tried again at %s%s."
              .formatted(next.kind(), next.due(), reason == null ? "" : ": " + bare(reason)));
    }
    List<JobRow> lane = all.stream().filter(job -> job.lane().equals(next.lane())).toList();
    long running = lane.stream().filter(job -> job.runningSince() != null).count();
    long before =
        lane.stream()
            .takeWhile(job -> !job.equals(next))
            .filter(job -> job.runningSince() == null && !job.due().isAfter(now))
            .count();
    return Optional.of(
        "Its work (%s) waits for its turn since %s: %d running, %d waiting before it.%s"
            .formatted(
                next.kind(),
                next.due(),
                running,
                before,
                running == 0 ? " If none of them ever runs, no process does such work." : ""));
  }

  /** A key is the video's id, or begins with it. */
  private static boolean isOf(JobRow job, UUID video) {
    return job.key().startsWith(video.toString());
  }

  private List<String> access(Video video) {
    List<String> sentences = new ArrayList<>();
    Policy policy = video.wishes().effectivePolicy();
    switch (policy.kind()) {
      case PUBLIC -> {
        if (protections.of(video.account()).signedOnly()) {
          sentences.add("The account lets only signed addresses and tokens in.");
        }
      }
      case TOKEN -> {
        if (!hasKeys(video.account())) {
          sentences.add(
              "Viewers need a signed token, and the account has no signing key that counts.");
        }
      }
      case GATE -> gate(video, policy.gateId()).ifPresent(sentences::add);
    }
    if (!policy.origins().isEmpty() && !policy.origins().contains("*")) {
      sentences.add("It may be shown on " + String.join(", ", policy.origins()) + " only.");
    }
    return sentences;
  }

  private boolean hasKeys(long account) {
    return keyDoors.stream()
        .flatMap(door -> keys.of(account, door).stream())
        .anyMatch(SigningKey::counts);
  }

  private Optional<String> gate(Video video, @Nullable String id) {
    Optional<Webhook> found =
        Optional.ofNullable(id)
            .flatMap(Hindrances::uuid)
            .flatMap(webhooks::byId)
            .filter(webhook -> webhook.account() == video.account());
    if (found.isEmpty()) {
      return Optional.of(
          "Its policy asks the webhook %s, which is not there: nobody is let in.".formatted(id));
    }
    Webhook gate = found.get();
    Webhook.LastFailure failure = gate.lastFailure();
    if (failure == null || !gate.isFailing()) {
      return Optional.empty();
    }
    String how = failure.error() == null ? "status " + failure.status() : bare(failure.error());
    return Optional.of(
        "Its policy asks the webhook \u201c%s\u201d (%s), which did not answer at %s: %s. Who is not let in already has to wait."
            .formatted(gate.name(), gate.url(), failure.at(), how));
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  private static String bare(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
