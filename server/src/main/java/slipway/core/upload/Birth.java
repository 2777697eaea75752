package slipway.core.upload;

import org.jspecify.annotations.Nullable;

/**
 * How an upload was started.
 *
 * @param dialect in which protocol
 * @param ticketed whether somebody holds a ticket for it; if not, its video was born with it and
 *     goes with it
 * @param claimed whether the client is known to have its address: it came with a ticket, was told
 *     of it in a 104, or asked for it since. If not, the answer may be lost, and the upload waits
 *     less long (TUS-69)
 * @param requestKey hash that finds the upload again when the same creation is repeated (TUS-68),
 *     {@code null} when it cannot be
 * @param requestPrint hash of what that creation said
 * @param sha256 what the client said the whole file's SHA-256 would be, as lower-case hexadecimal;
 *     {@code null} when it did not say (TUS-115)
 * @param ticketOf id of the upload whose ticket opened the door to this part of it, {@code null}
 *     for whatever is no part or was made with a key
 */
public record Birth(
    Dialect dialect,
    boolean ticketed,
    boolean claimed,
    @Nullable String requestKey,
    @Nullable String requestPrint,
    @Nullable String sha256,
    @Nullable String ticketOf) {

  /** Without a word about the file as a whole. */
  public Birth(
      Dialect dialect,
      boolean ticketed,
      boolean claimed,
      @Nullable String requestKey,
      @Nullable String requestPrint) {
    this(dialect, ticketed, claimed, requestKey, requestPrint, /* sha256= */ null, null);
  }

  /** With what the client said the file's SHA-256 would be. */
  public Birth announcing(@Nullable String digest) {
    return new Birth(dialect, ticketed, claimed, requestKey, requestPrint, digest, ticketOf);
  }

  /** As a part, made with the ticket of that upload. */
  Birth onTicketOf(String upload) {
    return new Birth(dialect, ticketed, claimed, requestKey, requestPrint, sha256, upload);
  }

  /** The protocols in which an upload can be created; it can be continued in each. */
  public enum Dialect {
    /** tus 1.0. */
    TUS,
    /** Resumable Uploads for HTTP. */
    IETF
  }

  /** By a ticket, whose holder can ask for the address as often as it likes (LP-61). */
  public static Birth byTicket() {
    return new Birth(Dialect.TUS, /* ticketed= */ true, /* claimed= */ true, null, null);
  }

  /** The client has asked for the address. */
  Birth withClaim() {
    return new Birth(
        dialect, ticketed, /* claimed= */ true, requestKey, requestPrint, sha256, ticketOf);
  }
}
