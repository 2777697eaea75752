package slipway.core.problem;

import java.time.Duration;

/**
 * What can go wrong for a caller. Every field is safe to show; causes go to the log only. Each
 * dialect renders all of them in one {@code switch} without {@code default}, so a new problem stops
 * the build until every dialect has an answer.
 */
public sealed interface Problem {

  /** One sentence for a person, without secrets and paths. */
  String message();

  /** Whose fault it is. */
  default Fault fault() {
    return Fault.CALLER;
  }

  /** No credentials were given where some are needed. */
  record NotAuthenticated() implements Problem {
    @Override
    public String message() {
      return "request is not authenticated";
    }
  }

  /** Credentials were given and do not match anything we know. */
  record UnknownKey() implements Problem {
    @Override
    public String message() {
      return "no token found";
    }
  }

  /** The caller is known and may not do this. */
  record NotAllowed(String message) implements Problem {}

  /** The addressed thing does not exist, or not for this caller. */
  record NotFound(String message) implements Problem {}

  /** The request cannot be read at all (broken JSON, wrong query). */
  record BadRequest(String message) implements Problem {}

  /**
   * One field of the request is wrong.
   *
   * @param field path of the field in the caller's own words
   */
  record BadField(String field, String message) implements Problem {}

  /** The request's small body is larger than {@code limit} bytes. */
  record BodyTooLarge(long limit) implements Problem {
    @Override
    public String message() {
      return "request entity too large";
    }
  }

  /** The thing exists but is not in a state that allows the request. */
  record WrongState(String message) implements Problem {}

  /** An upload ticket is missing, unknown or too old. */
  record BadTicket(String message) implements Problem {}

  /** The ticket's upload is finished; one ticket takes one file. */
  record AlreadyUploaded() implements Problem {
    @Override
    public String message() {
      return "asset has already been uploaded";
    }
  }

  /** The upload existed and its time has passed. */
  record UploadExpired() implements Problem {
    @Override
    public String message() {
      return "the upload has expired";
    }
  }

  /** Bytes were sent for another offset than the current one. */
  record OffsetMismatch(long expected, long provided) implements Problem {
    @Override
    public String message() {
      return "the upload is at offset " + expected + ", not at " + provided;
    }
  }

  /** Another writer has the upload and did not let go in time. */
  record Locked(Duration retryAfter) implements Problem {
    @Override
    public String message() {
      return "the upload is in use by another request";
    }
  }

  /** A newer request took over the upload that this one was writing. */
  record Displaced() implements Problem {
    @Override
    public String message() {
      return "a newer request took over the upload";
    }
  }

  /** The file is larger than allowed. */
  record TooLarge(long limit) implements Problem {
    @Override
    public String message() {
      return "the file is larger than the allowed " + limit + " bytes";
    }
  }

  /** The bytes are not media that we take at all. */
  record UnsupportedMedia(String message) implements Problem {}

  /** The video plays for longer than its ticket allows. */
  record TooLong(Duration limit) implements Problem {
    @Override
    public String message() {
      return "the video is longer than the allowed " + limit.toSeconds() + " seconds";
    }
  }

  /** The account may not store so many bytes (TUS-71). */
  record QuotaReached(String message) implements Problem {}

  /**
   * The account may not store so many minutes of video (CF-32).
   *
   * @param used what its videos take already, with what is reserved for those that are to come
   */
  record MinutesReached(Duration used, Duration allowed) implements Problem {
    @Override
    public String message() {
      return "the account's %d minutes of video are used up; delete videos or ask for more"
          .formatted(allowed.toMinutes());
    }
  }

  /** The account has too much of something; later it may work. */
  record OverQuota(String message, Duration retryAfter) implements Problem {}

  /** No room on the disk. What was stored stays, and the upload can go on later. */
  record NoSpace(String message) implements Problem {
    /** The disk is full. */
    public NoSpace() {
      this("the server has no space left; try again later");
    }

    @Override
    public Fault fault() {
      return Fault.ELSEWHERE;
    }
  }

  /** The client stopped sending for too long, or went away. */
  record ClientStalled(String message) implements Problem {}

  /** The server is stopping; the same request works again after the restart. */
  record ShuttingDown() implements Problem {
    @Override
    public String message() {
      return "the server is restarting; try again";
    }

    @Override
    public Fault fault() {
      return Fault.ELSEWHERE;
    }
  }

  /** Something that the house needs is busy or away; the same request works again later. */
  record Busy(Duration retryAfter) implements Problem {
    @Override
    public String message() {
      return "the server is busy; try again later";
    }

    @Override
    public Fault fault() {
      return Fault.ELSEWHERE;
    }
  }

  /** Something needed is not there on this server (no FFmpeg, no IPFS endpoint …). */
  record NotConfigured(String message) implements Problem {}

  /**
   * Our mistake.
   *
   * @param reference the request id under which the log has the cause
   */
  record Internal(String reference) implements Problem {
    @Override
    public String message() {
      return "internal error, reference " + reference;
    }

    @Override
    public Fault fault() {
      return Fault.HOUSE;
    }
  }
}
