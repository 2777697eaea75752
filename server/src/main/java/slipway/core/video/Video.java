package slipway.core.video;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.policy.Policy;

/**
 * A video: one object, whatever dialect made it, with all its ids from birth. Immutable; the
 * methods below are the only way from one phase to the next, and each gives a new value. A move
 * that the phase does not allow throws {@link IllegalStateException}.
 *
 * @param serial number in order of making, from 1
 * @param playbackId 16 characters {@code [0-9a-z]} (LP-35)
 * @param account number of the owner
 * @param madeBy which of our doors made it
 * @param madeWith name of the API key that made it
 * @param content the stored source, once all bytes are here
 * @param facts what inspection found, once it has
 * @param journey the steps reached, in the order in which they were
 * @param deletedAt when its owner took it away
 */
public record Video(
    UUID id,
    long serial,
    String playbackId,
    long account,
    String name,
    String madeBy,
    String madeWith,
    Source source,
    Wishes wishes,
    Phase phase,
    @Nullable Content content,
    @Nullable Facts facts,
    List<Milestone> journey,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant deletedAt) {

  public Video {
    journey = List.copyOf(journey);
  }

  /**
   * The first bytes are coming; also when an unfinished upload starts again. What we fetch
   * ourselves stays in that phase.
   */
  public Video receiving(Instant at) {
    require(takesBytes(), "receiving");
    return in(isFetching() ? phase : new Phase.Receiving(), at);
  }

  /** An upload was given up before it was finished; the ticket is as new (LP-69). */
  public Video awaitingAgain(Instant at) {
    require(awaitsBytes(), "awaiting bytes again");
    return in(new Phase.AwaitingBytes(), at);
  }

  /** All bytes are here and safe. */
  public Video bytesArrived(Content arrived, Instant at) {
    require(takesBytes(), "given bytes");
    return with(new Phase.Inspecting(), arrived, facts, reached(Milestone.Step.BYTES, at), at);
  }

  /** It is media, and this is what is in it. */
  public Video inspected(Facts found, Instant at) {
    require(isUnderWay(), "inspected");
    Phase next = phase instanceof Phase.Inspecting ? new Phase.Processing(0) : phase;
    return with(next, content, found, reached(Milestone.Step.INSPECTED, at), at);
  }

  /** Work got further. Progress never falls and stays below 1 until everything is verified. */
  public Video progressed(double progress, Instant at) {
    return switch (phase) {
      case Phase.Processing(double before) ->
          in(new Phase.Processing(further(before, progress)), at);
      case Phase.Viewable(double before) -> in(new Phase.Viewable(further(before, progress)), at);
      case Phase.AwaitingBytes() -> this;
      case Phase.Receiving() -> this;
      case Phase.Fetching() -> this;
      case Phase.Inspecting() -> this;
      case Phase.Ready() -> this;
      case Phase.Failed _ -> this;
      case Phase.Deleting() -> this;
    };
  }

  /** It can be watched from now on. */
  public Video viewable(Instant at) {
    require(isUnderWay(), "viewable");
    double progress = Objects.requireNonNullElse(phase.progressSoFar(), 0.0);
    return with(
        new Phase.Viewable(progress), content, facts, reached(Milestone.Step.VIEWABLE, at), at);
  }

  /** Everything that will be made is there. */
  public Video ready(Instant at) {
    require(isUnderWay(), "ready");
    return with(new Phase.Ready(), content, facts, reached(Milestone.Step.READY, at), at);
  }

  /** It ended, with a reason. */
  public Video failed(Failure failure, Instant at) {
    require(takesBytes() || isUnderWay(), "failed");
    return with(new Phase.Failed(failure), content, facts, reached(Milestone.Step.FAILED, at), at);
  }

  /** Somebody wants a failed video tried again from its stored bytes. */
  public Video retried(Instant at) {
    require(phase instanceof Phase.Failed && content != null, "tried again");
    return with(new Phase.Inspecting(), content, facts, unfailed(), at);
  }

  /** Somebody wants a failed import tried again whose bytes never came, or were refused. */
  public Video fetchedAgain(Instant at) {
    require(canBeFetchedAgain(), "fetched again");
    return with(new Phase.Fetching(), content, facts, unfailed(), at);
  }

  /** A file that would not do, or did not come, is to be fetched from another place. */
  public Video fetchedElsewhere(Source.Url from, Instant at) {
    require(canBeFetchedElsewhere(), "fetched from elsewhere");
    List<Milestone> begun =
        unfailed().stream().filter(reached -> reached.step() != Milestone.Step.BYTES).toList();
    return new Video(
        id,
        serial,
        playbackId,
        account,
        name,
        madeBy,
        madeWith,
        from,
        wishes,
        new Phase.Fetching(),
        /* content= */ null,
        facts,
        begun,
        createdAt,
        at,
        deletedAt);
  }

  /** Another file is to come in place of one that would not do (GC-56). */
  public Video sentAgain(Instant at) {
    require(canBeSentAgain(), "sent again");
    List<Milestone> begun =
        unfailed().stream().filter(reached -> reached.step() != Milestone.Step.BYTES).toList();
    return with(new Phase.AwaitingBytes(), /* nextContent= */ null, facts, begun, at);
  }

  /** The hash of the source, found after the bytes were already safe. */
  public Video hashed(String sha256, Instant at) {
    Content stored = content;
    if (stored == null || isDeleted()) {
      throw new IllegalStateException("a video without bytes has no hash");
    }
    return with(phase, new Content(stored.size(), sha256), facts, journey, at);
  }

  /** Its owner wants some of it otherwise; what is {@code null} stays. */
  public Video changed(
      @Nullable String newName,
      @Nullable String creator,
      @Nullable Policy policy,
      @Nullable Details details,
      @Nullable Particulars particulars,
      Instant at) {
    require(!isDeleted(), "changed");
    return new Video(
        id,
        serial,
        playbackId,
        account,
        newName == null ? name : newName,
        madeBy,
        madeWith,
        source,
        wishes.changed(creator, policy, details, particulars),
        phase,
        content,
        facts,
        journey,
        createdAt,
        at,
        deletedAt);
  }

  /** The copy that was asked for got further. */
  public Video exporting(Export export, Instant at) {
    require(phase instanceof Phase.Ready, "exported");
    return new Video(
        id,
        serial,
        playbackId,
        account,
        name,
        madeBy,
        madeWith,
        source,
        wishes.exporting(export),
        phase,
        content,
        facts,
        journey,
        createdAt,
        at,
        deletedAt);
  }

  /** Its outputs are to be signed, perhaps once more. */
  public Video awaitingSigning(Instant at) {
    return signing(Signing.waiting(wishes.signing(), at), at);
  }

  /**
   * Its outputs are signed, or some of them could not be.
   *
   * @param files all that are
   * @param error why others are not or have no time stamp, {@code null} when all is well
   */
  public Video signed(
      Signing.State state, List<Signing.File> files, @Nullable String error, Instant at) {
    return signing(Signing.ended(state, files, error, at), at);
  }

  private Video signing(Signing next, Instant at) {
    require(wishes.provenance() && canBeSigned(), "signed");
    return new Video(
        id,
        serial,
        playbackId,
        account,
        name,
        madeBy,
        madeWith,
        source,
        wishes.signing(next),
        phase,
        content,
        facts,
        journey,
        createdAt,
        at,
        deletedAt);
  }

  /** Its owner takes it away. */
  public Video deleted(Instant at) {
    require(!isDeleted(), "deleted");
    return new Video(
        id,
        serial,
        playbackId,
        account,
        name,
        madeBy,
        madeWith,
        source,
        wishes,
        new Phase.Deleting(),
        content,
        facts,
        journey,
        createdAt,
        at,
        at);
  }

  /** Whether it was ready before it was taken away. */
  public boolean canBeRestored() {
    return isDeleted()
        && content != null
        && reachedAt(Milestone.Step.READY).isPresent()
        && reachedAt(Milestone.Step.FAILED).isEmpty();
  }

  /** Its owner wants it back. */
  public Video restored(Instant at) {
    require(canBeRestored(), "restored");
    return new Video(
        id,
        serial,
        playbackId,
        account,
        name,
        madeBy,
        madeWith,
        source,
        wishes,
        new Phase.Ready(),
        content,
        facts,
        journey,
        createdAt,
        at,
        /* deletedAt= */ null);
  }

  /** When a step was reached, if it was. */
  public Optional<Instant> reachedAt(Milestone.Step step) {
    return journey.stream()
        .filter(milestone -> milestone.step() == step)
        .map(Milestone::at)
        .findFirst();
  }

  /** Whether its owner has taken it away. */
  public boolean isDeleted() {
    return deletedAt != null;
  }

  /** How long it plays; empty while that is not known, and when it failed. */
  public Optional<Duration> plays() {
    return phase instanceof Phase.Failed
        ? Optional.empty()
        : Optional.ofNullable(facts).map(Facts::duration);
  }

  /**
   * What it takes of its owner's minutes: its length, or, while that is not known, as much as it
   * may become; nothing once it failed (CF-32).
   */
  public Duration held() {
    Duration longest = wishes.details().longest();
    return plays()
        .orElse(phase instanceof Phase.Failed || longest == null ? Duration.ZERO : longest);
  }

  /** Whether it can be watched now. */
  public boolean isWatchable() {
    return phase instanceof Phase.Viewable || phase instanceof Phase.Ready;
  }

  /** Whether there is something of it to be signed. */
  public boolean canBeSigned() {
    return isUnderWay() || phase instanceof Phase.Ready;
  }

  /** Whether it becomes ready only once its outputs are signed, or cannot be. */
  public boolean awaitsSigning() {
    return !(phase instanceof Phase.Ready) && wishes.awaitsSigning();
  }

  /** Whether it is ready, and not all of it is signed, or stamped, that was to be. */
  public boolean canBeSignedAgain() {
    Signing signing = wishes.signing();
    return phase instanceof Phase.Ready
        && wishes.provenance()
        && (signing == null || signing.state().canBeBetter());
  }

  /** Whether bytes may still come on its ticket. */
  public boolean awaitsBytes() {
    return phase instanceof Phase.AwaitingBytes || phase instanceof Phase.Receiving;
  }

  /** Whether we are fetching its bytes ourselves. */
  public boolean isFetching() {
    return phase instanceof Phase.Fetching;
  }

  /** Whether bytes may still come, whoever brings them. */
  public boolean takesBytes() {
    return awaitsBytes() || isFetching();
  }

  /** Whether it failed because of a file that somebody sent, and may be sent another one. */
  public boolean canBeSentAgain() {
    return phase instanceof Phase.Failed && facts == null && source instanceof Source.Direct;
  }

  /** Whether it failed before anything was made of it, and its file may lie in another place. */
  public boolean canBeFetchedElsewhere() {
    return phase instanceof Phase.Failed && facts == null && source instanceof Source.Url;
  }

  /** Whether it failed without bytes, and they can be had again without a client. */
  public boolean canBeFetchedAgain() {
    return phase instanceof Phase.Failed && content == null && !(source instanceof Source.Direct);
  }

  /** Whether work on it makes sense: its bytes are here, and it is neither at an end nor gone. */
  public boolean isUnderWay() {
    return switch (phase) {
      case Phase.Inspecting() -> true;
      case Phase.Processing _ -> true;
      case Phase.Viewable _ -> true;
      case Phase.AwaitingBytes() -> false;
      case Phase.Receiving() -> false;
      case Phase.Fetching() -> false;
      case Phase.Ready() -> false;
      case Phase.Failed _ -> false;
      case Phase.Deleting() -> false;
    };
  }

  /**
   * Stops a move that the journey does not have; who asks first where a video stands never ends
   * here.
   */
  private void require(boolean allowed, String move) {
    if (!allowed) {
      throw new IllegalStateException(
          "video %s cannot be %s while %s".formatted(id, move, phase.word()));
    }
  }

  /** The journey as if it had not failed. */
  private List<Milestone> unfailed() {
    return journey.stream().filter(reached -> reached.step() != Milestone.Step.FAILED).toList();
  }

  private static double further(double before, double now) {
    return Math.max(before, Math.min(now, 0.99));
  }

  private List<Milestone> reached(Milestone.Step step, Instant at) {
    if (reachedAt(step).isPresent()) {
      return journey;
    }
    List<Milestone> longer = new ArrayList<>(journey);
    longer.add(new Milestone(step, at));
    return longer;
  }

  private Video in(Phase next, Instant at) {
    return with(next, content, facts, journey, at);
  }

  private Video with(
      Phase nextPhase,
      @Nullable Content nextContent,
      @Nullable Facts nextFacts,
      List<Milestone> nextJourney,
      Instant at) {
    return new Video(
        id,
        serial,
        playbackId,
        account,
        name,
        madeBy,
        madeWith,
        source,
        wishes,
        nextPhase,
        nextContent,
        nextFacts,
        nextJourney,
        createdAt,
        at,
        deletedAt);
  }
}
