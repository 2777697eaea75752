package slipway.core.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import slipway.core.policy.Policy;
import slipway.core.video.Video;

/**
 * The one decision about every byte of a video, made anew for each request, so that a key taken
 * back or a policy that changed counts with the next one (REL-85). What is expensive and cannot
 * change is kept behind the ports: a signature that was checked, an answer of a gate. Safe for any
 * thread.
 */
public final class MayWatch {
  /** Clients round to seconds and their clocks are off (LP-137). */
  private static final Duration LEEWAY = Duration.ofSeconds(30);

  /** A right that is signed with an account's own key may not outlast this (LP-136). */
  private static final Duration LONGEST_ES256 = Duration.ofDays(7);

  private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

  private final SigningKeys keys;
  private final TokenReader tokens;
  private final Gate gate;
  private final Protections protections;
  private final InstantSource clock;
  private final boolean originNeeded;

  public MayWatch(
      SigningKeys keys,
      TokenReader tokens,
      Gate gate,
      Protections protections,
      InstantSource clock) {
    this(keys, tokens, gate, protections, clock, /* originNeeded= */ false);
  }

  private MayWatch(
      SigningKeys keys,
      TokenReader tokens,
      Gate gate,
      Protections protections,
      InstantSource clock,
      boolean originNeeded) {
    this.keys = keys;
    this.tokens = tokens;
    this.gate = gate;
    this.protections = protections;
    this.clock = clock;
    this.originNeeded = originNeeded;
  }

  /**
   * The same, but where a video may be shown on some hosts only, whoever does not say on which page
   * it is to be seen is kept out too: apps and curl, and pages that hide themselves (CF-114).
   */
  public MayWatch needingOrigins() {
    return new MayWatch(keys, tokens, gate, protections, clock, /* originNeeded= */ true);
  }

  /** Whether a viewer may have this of a video; never throws for anything that a viewer sent. */
  public Verdict decide(Video video, Viewer viewer, Use use) {
    Policy policy = video.wishes().effectivePolicy();
    boolean open = policy.isPublic() && !protections.of(video.account()).closes(use);
    boolean shownWhereItMay =
        viewer.onOwnPage()
            || Origins.allow(
                policy.origins(), viewer.origin(), /* exactCount= */ !open, originNeeded);
    if (!shownWhereItMay) {
      return Verdict.refused(Verdict.Why.WRONG_ORIGIN);
    }
    if (open) {
      // A token in place of the name is what names the video, so it has to be good; taking a video
      // away needs a word of it only where nobody else could (CF-109, CF-110).
      return viewer
          .proof(Proof.Token.class)
          .filter(Proof.Token::inPath)
          .map(token -> byToken(video, viewer, Use.WATCH, token))
          .orElseGet(() -> new Verdict.Allowed(/* anybody= */ policy.isOpenEverywhere()));
    }
    return switch (policy.kind()) {
      case PUBLIC -> byAddressOrToken(video, viewer, use);
      case TOKEN ->
          viewer
              .proof(Proof.Token.class)
              .map(token -> byToken(video, viewer, use, token))
              .orElse(Verdict.refused(Verdict.Why.NO_PROOF));
      case GATE ->
          viewer
              .proof(Proof.AccessKey.class)
              .map(key -> byGate(video, policy, viewer, key.text()))
              .orElse(Verdict.refused(Verdict.Why.NO_PROOF));
    };
  }

  /** What is closed by the account's own switch alone; a path signature decides alone (GC-163). */
  private Verdict byAddressOrToken(Video video, Viewer viewer, Use use) {
    Optional<Proof.SignedAddress> address = viewer.proof(Proof.SignedAddress.class);
    if (address.isPresent()) {
      return byAddress(video, address.get());
    }
    return viewer
        .proof(Proof.Token.class)
        .map(token -> byToken(video, viewer, use, token))
        .orElse(Verdict.refused(Verdict.Why.NO_PROOF));
  }

  private Verdict byToken(Video video, Viewer viewer, Use use, Proof.Token token) {
    String text = token.text();
    Optional<SigningKey> found =
        tokens
            .claimOf(text)
            .flatMap(this::key)
            .filter(SigningKey::counts)
            .filter(key -> key.account() == video.account())
            .filter(key -> !token.inPath() || key.algorithm() == SigningKey.Algorithm.RS256);
    if (found.isEmpty()) {
      return Verdict.refused(Verdict.Why.BAD_PROOF);
    }
    SigningKey key = found.get();
    Optional<Rights> read = tokens.read(text, key);
    if (read.isEmpty() || !isOf(video, read.get().subject())) {
      return Verdict.refused(Verdict.Why.BAD_PROOF);
    }
    Rights rights = read.get();
    Instant now = clock.instant();
    if (!isInTime(rights, key, now)) {
      return Verdict.refused(Verdict.Why.OUT_OF_TIME);
    }
    if (!AccessRule.allow(rights.rules(), viewer)) {
      return Verdict.refused(Verdict.Why.BLOCKED);
    }
    if (use == Use.TAKE
        && key.algorithm() == SigningKey.Algorithm.RS256
        && !rights.downloadable()) {
      return Verdict.refused(Verdict.Why.NOT_DOWNLOADABLE);
    }
    remember(key, now);
    return new Verdict.Allowed(/* anybody= */ false);
  }

  private Optional<SigningKey> key(TokenReader.Claim claim) {
    return switch (claim) {
      case TokenReader.Claim.KeyId(String id) -> keys.byId(id);
      case TokenReader.Claim.PublicKey(String key) -> keys.byPublicKey(key);
    };
  }

  private static boolean isInTime(Rights rights, SigningKey key, Instant now) {
    Instant expiry = rights.expiresAt();
    if (expiry == null || !now.isBefore(expiry.plus(LEEWAY))) {
      return false;
    }
    Instant start = rights.notBefore();
    if (start != null && now.plus(LEEWAY).isBefore(start)) {
      return false;
    }
    return switch (key.algorithm()) {
      case ES256 -> !expiry.isAfter(now.plus(LONGEST_ES256).plus(LEEWAY));
      // Whoever signs alone is not bound to the day that our own tokens last (CF-104, CF-106).
      case RS256 -> true;
    };
  }

  /** The video's public names in all dialects; not its serial, which anybody can guess. */
  private static boolean isOf(Video video, String subject) {
    String id = video.id().toString();
    String lower = subject.toLowerCase(Locale.ROOT);
    return subject.equals(video.playbackId())
        || lower.equals(id)
        || lower.equals(id.replace("-", ""));
  }

  private void remember(SigningKey key, Instant now) {
    Instant last = key.lastSeen();
    if (last == null || last.plus(SEEN_EVERY).isBefore(now)) {
      keys.seen(key.id(), now);
    }
  }

  private Verdict byGate(Video video, Policy policy, Viewer viewer, String accessKey) {
    return switch (gate.ask(video, policy, viewer, accessKey)) {
      case YES -> new Verdict.Allowed(/* anybody= */ false);
      case NO -> Verdict.refused(Verdict.Why.BLOCKED);
      case UNREACHABLE -> Verdict.refused(Verdict.Why.GATE_DOWN);
    };
  }

  private Verdict byAddress(Video video, Proof.SignedAddress address) {
    if (!address.valid() || address.account() != video.account()) {
      return Verdict.refused(Verdict.Why.BAD_PROOF);
    }
    return clock.instant().getEpochSecond() <= address.expiresAt()
        ? new Verdict.Allowed(/* anybody= */ false)
        : Verdict.refused(Verdict.Why.OUT_OF_TIME);
  }
}
