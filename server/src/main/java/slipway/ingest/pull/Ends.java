package slipway.ingest.pull;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Failure;
import slipway.ingest.BrokenStream;
import slipway.outgoing.OutgoingException;

/** What a status or an exception means for a try. */
final class Ends {
  /** Too early, too often, too slow: said to be worth another try (RFC 9110, 6585, 8470). */
  private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(408, 425, 429);

  private Ends() {}

  /**
   * Of a status that brings no bytes.
   *
   * @param what was asked for, as a sentence begins
   */
  static PullEnd of(int status, String what) {
    String sentence = "%s was answered with status %d.".formatted(what, status);
    return status >= 500 || WORTH_ANOTHER_TRY.contains(status)
        ? new PullEnd.Later(sentence)
        : new PullEnd.Never(
            Failure.of(Failure.Kind.NOT_FETCHED, sentence, cure(status)).seen(there(status)));
  }

  static PullEnd of(IOException broken) {
    Throwable cause = broken instanceof BrokenStream ? broken.getCause() : broken;
    String sentence = String.valueOf(broken.getMessage());
    if (cause instanceof OutgoingException why) {
      return switch (why) {
        case OutgoingException.Unreachable _ ->
            new PullEnd.Later(sentence, Failure.There.BROKE_OFF);
        case OutgoingException.TimedOut _ -> new PullEnd.Later(sentence, Failure.There.WAS_SILENT);
        case OutgoingException.Refused _ ->
            new PullEnd.Never(
                Failure.of(Failure.Kind.NOT_FETCHED, sentence).seen(Failure.There.FORBADE));
        case OutgoingException.BadAnswer _ -> never(Failure.Kind.NOT_FETCHED, sentence);
        case OutgoingException.TooLarge _ -> never(Failure.Kind.TOO_LARGE, sentence);
      };
    }
    return new PullEnd.Later(sentence);
  }

  static PullEnd of(ProblemException e) {
    Problem problem = e.problem();
    if (problem instanceof Problem.TooLarge(long limit)) {
      return never(
          Failure.Kind.TOO_LARGE, "The file is larger than the allowed " + limit + " bytes.");
    }
    if (problem instanceof Problem.QuotaReached) {
      return overQuota();
    }
    if (problem instanceof Problem.NoSpace) {
      return new PullEnd.NoRoom("The import waits for room: " + problem.message() + ".");
    }
    return isUnwanted(problem) ? new PullEnd.Settled() : new PullEnd.Later(problem.message());
  }

  static PullEnd overQuota() {
    return never(Failure.Kind.OVER_LIMIT, "The account's storage is used up.");
  }

  static PullEnd never(Failure.Kind kind, String cause) {
    return new PullEnd.Never(Failure.of(kind, cause));
  }

  static boolean isUnwanted(Problem problem) {
    return problem instanceof Problem.UnsupportedMedia // told by the receiver already
        || problem instanceof Problem.TooLong
        || problem instanceof Problem.NotFound
        || problem instanceof Problem.UploadExpired
        || problem instanceof Problem.AlreadyUploaded;
  }

  private static Failure.@Nullable There there(int status) {
    return switch (status) {
      case 401, 403, 407 -> Failure.There.FORBADE;
      case 404, 410 -> Failure.There.HAD_NOTHING;
      default -> null;
    };
  }

  private static String cure(int status) {
    return switch (status) {
      case 401, 403, 407 -> "Make it readable without signing in, then try again.";
      case 404, 410 -> "Check that the file is still there, then try again.";
      default -> "It has to be answered with the file itself and status 200.";
    };
  }
}
