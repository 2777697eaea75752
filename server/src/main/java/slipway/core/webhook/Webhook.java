package slipway.core.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/**
 * An address that wants to be told.
 *
 * @param madeBy which of our doors made it; its dialect gives the messages their shape
 * @param events names of the dialect; those that it does not fire may be among them
 * @param secret with which messages are signed, {@code null} for unsigned ones
 * @param formerSecret still signs, too, until {@code formerUntil} (REL-75)
 * @param streamId kept for the dialect that has such a thing
 * @param switchedOffAt when the address said that it is gone for good (410)
 * @param lastTriggeredAt when it was last told something
 * @param lastFailure how the last telling that failed went
 * @param changedAt when its owner last changed it, where a dialect tells that
 */
public record Webhook(
    UUID id,
    long account,
    String madeBy,
    String name,
    String url,
    List<String> events,
    @Nullable String secret,
    @Nullable String formerSecret,
    @Nullable Instant formerUntil,
    @Nullable String streamId,
    Instant createdAt,
    @Nullable Instant switchedOffAt,
    @Nullable Instant lastTriggeredAt,
    @Nullable LastFailure lastFailure,
    @Nullable Instant changedAt) {

  /** Never changed. */
  public Webhook(
      UUID id,
      long account,
      String madeBy,
      String name,
      String url,
      List<String> events,
      @Nullable String secret,
      @Nullable String formerSecret,
      @Nullable Instant formerUntil,
      @Nullable String streamId,
      Instant createdAt,
      @Nullable Instant switchedOffAt,
      @Nullable Instant lastTriggeredAt,
      @Nullable LastFailure lastFailure) {
    this(
        id,
        account,
        madeBy,
        name,
        url,
        events,
        secret,
        formerSecret,
        formerUntil,
        streamId,
        createdAt,
        switchedOffAt,
        lastTriggeredAt,
        lastFailure,
        /* changedAt= */ null);
  }

  /**
   * A telling that failed.
   *
   * @param status of the answer, 0 when there was none
   * @param error what went wrong, for the owner
   * @param response start of the answer, base64
   */
  public record LastFailure(
      Instant at, int status, @Nullable String error, @Nullable String response) {}

  public Webhook {
    events = List.copyOf(events);
  }

  /** Whether it is to be told of an event of this name. */
  public boolean wants(String event) {
    return switchedOffAt == null && events.contains(event);
  }

  /**
   * Whoever wants it told something by hand hears at once that nothing would be told.
   *
   * @throws ProblemException {@link Problem.WrongState} when its address said that it is gone
   */
  void requireOn() {
    if (switchedOffAt != null) {
      throw new ProblemException(
          new Problem.WrongState(
              "The address answered 410, so the webhook is switched off until it is changed."));
    }
  }

  /** Whether what it was told, or asked, last did not arrive. */
  public boolean isFailing() {
    return lastFailure != null
        && (lastTriggeredAt == null || !lastFailure.at().isBefore(lastTriggeredAt));
  }

  /** The secrets that sign at a moment, the newest first. */
  public List<String> secretsAt(Instant at) {
    Optional<String> former =
        Optional.ofNullable(formerSecret)
            .filter(_ -> formerUntil != null && at.isBefore(formerUntil));
    return secret == null
        ? List.of()
        : former.map(old -> List.of(secret, old)).orElse(List.of(secret));
  }

  /** As its owner wants it now; whoever changes it wants it to work, so it is on again. */
  public Webhook changed(
      String newName,
      String newUrl,
      List<String> newEvents,
      @Nullable String newSecret,
      @Nullable String newStreamId) {
    return new Webhook(
        id,
        account,
        madeBy,
        newName,
        newUrl,
        newEvents,
        newSecret,
        formerSecret,
        formerUntil,
        newStreamId,
        createdAt,
        /* switchedOffAt= */ null,
        lastTriggeredAt,
        lastFailure,
        changedAt);
  }

  /** With another secret; the one before signs, too, until then. */
  public Webhook rotated(String newSecret, Instant until) {
    return new Webhook(
        id,
        account,
        madeBy,
        name,
        url,
        events,
        newSecret,
        secret,
        until,
        streamId,
        createdAt,
        switchedOffAt,
        lastTriggeredAt,
        lastFailure,
        changedAt);
  }

  /** Its owner changed it at that moment. */
  Webhook at(Instant moment) {
    return new Webhook(
        id,
        account,
        madeBy,
        name,
        url,
        events,
        secret,
        formerSecret,
        formerUntil,
        streamId,
        createdAt,
        switchedOffAt,
        lastTriggeredAt,
        lastFailure,
        moment);
  }

  /** It was told something. */
  public Webhook told(Instant at, @Nullable LastFailure failure, boolean gone) {
    return new Webhook(
        id,
        account,
        madeBy,
        name,
        url,
        events,
        secret,
        formerSecret,
        formerUntil,
        streamId,
        createdAt,
        gone ? at : switchedOffAt,
        at,
        failure == null ? lastFailure : failure,
        changedAt);
  }

  /** Without secrets: this may end in a log. */
  @Override
  public String toString() {
    return "Webhook[" + id + ", account " + account + "]";
  }
}
