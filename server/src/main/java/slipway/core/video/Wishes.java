package slipway.core.video;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.policy.Policy;

/**
 * What the owner asked for when the ticket was taken.
 *
 * @param policy who may watch; {@code null} when nothing was said, which means everybody
 * @param creator the owner's own id of whoever made the video
 * @param renditions renditions asked for by hand; {@code null} means the automatic ladder
 * @param downloads whether MP4 downloads are wanted at any length
 * @param provenance whether outputs are to be signed (C2PA)
 * @param segmentLength wished length of segments
 * @param encryptedKey the wrapped key of an encrypted upload, base64
 * @param export a wished copy on IPFS and how far it is, {@code null} for none
 * @param particulars what else was said, {@code null} for nothing
 * @param besides what else was said, {@code null} when nothing was
 * @param signing how far the signing is, {@code null} before it began
 */
public record Wishes(
    @Nullable Policy policy,
    @Nullable String creator,
    @Nullable List<RequestedRendition> renditions,
    boolean downloads,
    boolean provenance,
    @Nullable Duration segmentLength,
    @Nullable String encryptedKey,
    @Nullable Export export,
    @Nullable Particulars particulars,
    @Nullable Details besides,
    @Nullable Signing signing) {

  public Wishes {
    renditions = renditions == null ? null : List.copyOf(renditions);
  }

  /** With nothing said besides. */
  public Wishes(
      @Nullable Policy policy,
      @Nullable String creator,
      @Nullable List<RequestedRendition> renditions,
      boolean downloads,
      boolean provenance,
      @Nullable Duration segmentLength,
      @Nullable String encryptedKey,
      @Nullable Export export) {
    this(
        policy,
        creator,
        renditions,
        downloads,
        provenance,
        segmentLength,
        encryptedKey,
        export,
        /* particulars= */ null,
        /* besides= */ null);
  }

  /** With nothing signed. */
  public Wishes(
      @Nullable Policy policy,
      @Nullable String creator,
      @Nullable List<RequestedRendition> renditions,
      boolean downloads,
      boolean provenance,
      @Nullable Duration segmentLength,
      @Nullable String encryptedKey,
      @Nullable Export export,
      @Nullable Particulars particulars,
      @Nullable Details besides) {
    this(
        policy,
        creator,
        renditions,
        downloads,
        provenance,
        segmentLength,
        encryptedKey,
        export,
        particulars,
        besides,
        /* signing= */ null);
  }

  /** Nothing special: public, automatic. */
  public static Wishes none() {
    return new Wishes(null, null, null, false, false, null, null, null);
  }

  /** With another creator, policy, details and particulars; what is {@code null} stays. */
  Wishes changed(
      @Nullable String newCreator,
      @Nullable Policy newPolicy,
      @Nullable Details newDetails,
      @Nullable Particulars newParticulars) {
    return new Wishes(
        newPolicy == null ? policy : newPolicy,
        newCreator == null ? creator : newCreator.isEmpty() ? null : newCreator,
        renditions,
        downloads,
        provenance,
        segmentLength,
        encryptedKey,
        export,
        newParticulars == null ? particulars : newParticulars,
        newDetails == null ? besides : newDetails,
        signing);
  }

  /** With other particulars. */
  public Wishes with(Particulars other) {
    return new Wishes(
        policy,
        creator,
        renditions,
        downloads,
        provenance,
        segmentLength,
        encryptedKey,
        export,
        other,
        besides,
        signing);
  }

  /** With other details. */
  public Wishes with(Details other) {
    return new Wishes(
        policy,
        creator,
        renditions,
        downloads,
        provenance,
        segmentLength,
        encryptedKey,
        export,
        particulars,
        other,
        signing);
  }

  /** The particulars, also when none were given. */
  public Particulars effectiveParticulars() {
    return particulars == null ? Particulars.none() : particulars;
  }

  /** What was said besides, also when nothing was. */
  public Details details() {
    return besides == null ? Details.none() : besides;
  }

  /** With the copy further on. */
  Wishes exporting(Export next) {
    return new Wishes(
        policy,
        creator,
        renditions,
        downloads,
        provenance,
        segmentLength,
        encryptedKey,
        next,
        particulars,
        besides,
        signing);
  }

  /** With the signing further on. */
  Wishes signing(Signing next) {
    return new Wishes(
        policy,
        creator,
        renditions,
        downloads,
        provenance,
        segmentLength,
        encryptedKey,
        export,
        particulars,
        besides,
        next);
  }

  /** Whether outputs are to be signed and it is not yet known what came of it. */
  boolean awaitsSigning() {
    return provenance && (signing == null || signing.state() == Signing.State.WAITING);
  }

  /** The signed form of a rendition, if it has one. */
  public Optional<Signing.File> signed(String rendition) {
    return signing == null ? Optional.empty() : signing.file(rendition);
  }

  /** Whether the bytes come under a cipher. */
  public boolean isEncrypted() {
    return encryptedKey != null;
  }

  /** Whether only a part of the file is wanted. */
  public boolean isCut() {
    return particulars != null && particulars.clipStart() != null;
  }

  /**
   * Whether viewers get a file of our own making in place of the one that came: without its cipher,
   * or only the part that is wanted.
   */
  public boolean isShownPrepared() {
    return isEncrypted() || isCut();
  }

  /** The policy that holds, also when none was given. */
  public Policy effectivePolicy() {
    return policy == null ? Policy.open() : policy;
  }
}
