package slipway.playback;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.access.Verdict;
import slipway.core.problem.BusyException;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.http.Response;

/** Problems as players know them (LP-129, LP-134). */
final class PlaybackProblems {
  private static final Logger log = LoggerFactory.getLogger(PlaybackProblems.class);

  /** Livepeer's player recognises a refusal by exactly this phrase. */
  private static final String REFUSED_PLAYLIST =
      """
      #EXTM3U
      #EXT-X-ERROR: Shutting down since this session is not allowed to view this stream
      #EXT-X-ENDLIST
      """;

  /** A client may have chosen its request's id. */
  private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9._-]");

  private PlaybackProblems() {}

  static Response notFound() {
    return json(404, "not found", "");
  }

  /** A viewer without the right to watch: players read playlists, so the refusal is one. */
  static Response refused(Request request, Verdict.Why why) {
    if (why == Verdict.Why.GATE_DOWN) {
      return json(500, "error authorizing playback request", "")
          .with("Cache-Control", "private, no-store");
    }
    boolean playlist = request.path().raw().endsWith(".m3u8");
    Response response =
        playlist
            ? Response.text(200, REFUSED_PLAYLIST.strip())
                .with("Content-Type", "application/vnd.apple.mpegurl")
            : json(401, "unauthorised", "access control denied");
    return response.with("Cache-Control", "private, no-store");
  }

  /** Others are before this request; soon it will work. */
  static Response busy() {
    return json(503, "too many pictures are being made", "").with("Retry-After", "2");
  }

  /** The same for those who want whole files as archives, which takes longer. */
  static Response busyWithArchives() {
    return json(503, "too many archives are being made", "").with("Retry-After", "10");
  }

  /** What is needed to answer does not work at the moment. */
  static Response unavailable() {
    return json(503, "the picture cannot be made now", "").with("Retry-After", "30");
  }

  static Response render(Request request, Exception failure) {
    if (failure instanceof ProblemException known) {
      return render(known.problem());
    }
    if (failure instanceof BusyException busy) {
      Problem.Busy problem = busy.problem();
      return render(problem).with("Retry-After", Long.toString(problem.retryAfter().toSeconds()));
    }
    log.error("{} failed", request, failure);
    return json(500, "internal error", NOT_PLAIN.matcher(request.id()).replaceAll(""));
  }

  private static Response render(Problem problem) {
    int status =
        switch (problem) {
          case Problem.NotAuthenticated _ -> 401;
          case Problem.UnknownKey _ -> 401;
          case Problem.NotAllowed _ -> 401;
          case Problem.BadTicket _ -> 401;
          case Problem.NotFound _ -> 404;
          case Problem.BadRequest _ -> 400;
          case Problem.BadField _ -> 400;
          case Problem.BodyTooLarge _ -> 413;
          case Problem.TooLarge _ -> 413;
          case Problem.WrongState _ -> 409;
          case Problem.AlreadyUploaded _ -> 409;
          case Problem.OffsetMismatch _ -> 409;
          case Problem.UploadExpired _ -> 404;
          case Problem.Locked _ -> 423;
          case Problem.Displaced _ -> 423;
          case Problem.UnsupportedMedia _ -> 415;
          case Problem.TooLong _ -> 415;
          case Problem.QuotaReached _ -> 429;
          case Problem.MinutesReached _ -> 429;
          case Problem.OverQuota _ -> 429;
          case Problem.NoSpace _ -> 507;
          case Problem.ClientStalled _ -> 408;
          case Problem.ShuttingDown _ -> 503;
          case Problem.Busy _ -> 503;
          case Problem.NotConfigured _ -> 501;
          case Problem.Internal _ -> 500;
        };
    return json(status, problem.message(), "");
  }

  /**
   * Both texts need no escaping. A cache may keep a 404 for as long as it likes unless it is told,
   * and what is not there may be in a second (LP-122).
   */
  private static Response json(int status, String error, String detail) {
    return Response.bytes(
            status,
            "application/json",
            "{\"error\":\"%s\",\"error_detail\":\"%s\"}"
                .formatted(error, detail)
                .getBytes(StandardCharsets.UTF_8))
        .with("Cache-Control", "no-store");
  }
}
