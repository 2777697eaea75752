package slipway.core.upload;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one ticket on their way in. Immutable.
 *
 * @param id opaque, 128 random bits or more: whoever knows it may go on with the upload (TUS-284)
 * @param door through which of our upload addresses it goes on
 * @param ticketHash SHA-256 of the ticket; the ticket itself is never kept
 * @param ticketExpiresAt until when the ticket may start an upload by {@code PUT} (LP-55)
 * @param limits how far its ticket lets it go
 * @param length total bytes, {@code null} while unknown
 * @param offset how many bytes are durable
 * @param video the video that it feeds; a part of another upload feeds none, and then this names
 *     only the folder of its bytes
 * @param metadata the client's {@code Upload-Metadata}, byte for byte; empty when none was given
 * @param concat the client's {@code Upload-Concat}, byte for byte; empty for an ordinary upload
 * @param inWhole whether it is a part whose bytes a finished whole has, too, so that they are
 *     counted there
 * @param touchedAt when a byte or a request last moved it
 * @param expiresAt when an unfinished upload is cleaned away
 */
public record Upload(
    String id,
    UUID video,
    long account,
    String door,
    String ticketHash,
    Instant ticketExpiresAt,
    Limits limits,
    State state,
    @Nullable Long length,
    long offset,
    String metadata,
    String concat,
    boolean inWhole,
    Birth birth,
    Instant createdAt,
    Instant touchedAt,
    Instant expiresAt) {

  /** How far it is. */
  public enum State {
    /** Only the ticket exists. */
    TICKETED,
    /** Started; bytes may be there. */
    OPEN,
    /**
     * More came than it may have, so that it can only be given up or run out (TUS-90); or it has
     * run out, and its bytes are being taken away.
     */
    OVERRUN,
    /** All bytes are durable and handed on. */
    FINISHED,
    /** Cleaned away after its time. */
    EXPIRED
  }

  /** Starts it, or starts it over: earlier bytes are dropped (LP-61). */
  public Upload started(@Nullable Long newLength, String newMetadata, Instant at, Instant expiry) {
    return started(newLength, newMetadata, "", birth, at, expiry);
  }

  /** As the shorter one, with everything that its creation said. */
  public Upload started(
      @Nullable Long newLength,
      String newMetadata,
      String newConcat,
      Birth newBirth,
      Instant at,
      Instant expiry) {
    return new Upload(
        id,
        video,
        account,
        door,
        ticketHash,
        ticketExpiresAt,
        limits,
        State.OPEN,
        newLength,
        0,
        newMetadata,
        newConcat,
        /* inWhole= */ false,
        newBirth,
        createdAt,
        at,
        expiry);
  }

  /** Its owner lets it go less far, or further; what is {@code null} stays. */
  Upload limited(@Nullable Duration longest, @Nullable Instant until) {
    Limits other =
        new Limits(
            limits.maxBytes(),
            longest == null ? limits.maxDuration() : longest,
            until == null ? limits.closesAt() : until,
            limits.minDuration());
    return new Upload(
        id,
        video,
        account,
        door,
        ticketHash,
        until == null ? ticketExpiresAt : until,
        other,
        state,
        length,
        offset,
        metadata,
        concat,
        inWhole,
        birth,
        createdAt,
        touchedAt,
        until == null ? expiresAt : until);
  }

  /** The client now knows how long the file is. */
  public Upload withLength(long newLength) {
    return with(state, newLength, offset, birth, touchedAt, expiresAt);
  }

  /** Who fetches it has something else to remember. */
  Upload noted(String newMetadata) {
    return new Upload(
        id,
        video,
        account,
        door,
        ticketHash,
        ticketExpiresAt,
        limits,
        state,
        length,
        offset,
        newMetadata,
        concat,
        inWhole,
        birth,
        createdAt,
        touchedAt,
        expiresAt);
  }

  /** The client has asked for it, so it knows its address (TUS-69). */
  public Upload claimed(Instant at, Instant expiry) {
    return with(state, length, offset, birth.withClaim(), at, later(expiry));
  }

  /** More bytes are durable. Its time never ends earlier than was announced (TUS-95). */
  public Upload advanced(long newOffset, Instant at, Instant expiry) {
    if (newOffset < offset) {
      throw new IllegalArgumentException("an offset never falls: " + offset + " to " + newOffset);
    }
    return with(state, length, newOffset, birth, at, later(expiry));
  }

  /** All bytes are durable. */
  public Upload finished(Instant at) {
    return with(State.FINISHED, offset, offset, birth, at, expiresAt);
  }

  /** Its bytes are wanted for longer. */
  public Upload keptUntil(Instant expiry) {
    return with(state, length, offset, birth, touchedAt, later(expiry));
  }

  /** Of the time announced before and another one. */
  private Instant later(Instant expiry) {
    return expiry.isAfter(expiresAt) ? expiry : expiresAt;
  }

  /** A whole was made of it and others; its bytes stay until then for further wholes. */
  public Upload used(Instant expiry) {
    Upload kept = keptUntil(expiry);
    return new Upload(
        id,
        video,
        account,
        door,
        ticketHash,
        ticketExpiresAt,
        limits,
        state,
        length,
        offset,
        metadata,
        concat,
        /* inWhole= */ true,
        birth,
        createdAt,
        touchedAt,
        kept.expiresAt);
  }

  /** Another ticket opens it from now on, and the one before does not. */
  public Upload withTicket(String hash, Instant startBy) {
    return new Upload(
        id,
        video,
        account,
        door,
        hash,
        startBy,
        limits,
        state,
        length,
        offset,
        metadata,
        concat,
        inWhole,
        birth,
        createdAt,
        touchedAt,
        startBy.isAfter(expiresAt) ? startBy : expiresAt);
  }

  /** Its client gave it up; the ticket can start again (LP-69). */
  public Upload dropped(Instant at) {
    return new Upload(
        id,
        video,
        account,
        door,
        ticketHash,
        ticketExpiresAt,
        limits,
        State.TICKETED,
        null,
        0,
        "",
        "",
        /* inWhole= */ false,
        Birth.byTicket(),
        createdAt,
        at,
        expiresAt);
  }

  /** More came than its limit before anybody knew how long it is; what fits is kept. */
  Upload overrun(long newOffset, Instant at, Instant expiry) {
    return with(State.OVERRUN, length, newOffset, birth, at, later(expiry));
  }

  /** Its time has passed, and its bytes are about to go. */
  Upload closed() {
    return with(State.OVERRUN, length, offset, birth, touchedAt, expiresAt);
  }

  /** Its time has passed. */
  public Upload expired(Instant at) {
    return with(State.EXPIRED, length, 0, birth, at, expiresAt);
  }

  /** Whether every byte is durable. */
  public boolean isComplete() {
    return length != null && offset == length;
  }

  /** Whether it was started and is not over. */
  public boolean isUnfinished() {
    return state == State.OPEN || state == State.OVERRUN;
  }

  /** Whether it is only a part of others, and feeds no video itself (TUS-123). */
  public boolean isPart() {
    return concat.startsWith("partial");
  }

  /** Whether its bytes are those of its parts (TUS-124). */
  public boolean isJoined() {
    return concat.startsWith("final");
  }

  private Upload with(
      State newState,
      @Nullable Long newLength,
      long newOffset,
      Birth newBirth,
      Instant at,
      Instant expiry) {
    return new Upload(
        id,
        video,
        account,
        door,
        ticketHash,
        ticketExpiresAt,
        limits,
        newState,
        newLength,
        newOffset,
        metadata,
        concat,
        inWhole,
        newBirth,
        createdAt,
        at,
        expiry);
  }
}
