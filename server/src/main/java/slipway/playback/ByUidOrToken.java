package slipway.playback;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import slipway.core.access.Proof;
import slipway.core.access.TokenReader;
import slipway.core.access.Verdict;
import slipway.core.access.Viewer;
import slipway.core.video.Video;
import slipway.http.Attribute;
import slipway.http.Request;
import slipway.http.Response;

/**
 * Cloudflare's manner: the first segment of the path is the video's uid, or a token in its place
 * that names the video and is the right to watch it (CF-107). Which video a token names is believed
 * only to find it; the authoriser then checks the token against that very video.
 */
record ByUidOrToken(Programme programme, TokenReader tokens, Viewers viewers) implements Manner {
  private static final Pattern UID = Pattern.compile("[0-9a-f]{32}");

  /** Three parts in base64url; the first is JSON, which begins so. */
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

  private static final Pattern PLAYBACK_ID = Pattern.compile("[0-9a-z]{16}");

  /** Set when a page may not even read our no. */
  static final Attribute<Boolean> WRONG_ORIGIN = new Attribute<>(Boolean.class);

  /** Whether a segment of a path can stand for a video here. */
  static boolean isName(String segment) {
    return UID.matcher(segment).matches() || isToken(segment);
  }

  private static boolean isToken(String segment) {
    return TOKEN.matcher(segment).matches();
  }

  @Override
  public Optional<Video> video(Request request) {
    String name = name(request);
    return isToken(name) ? tokens.subjectOf(name).flatMap(this::named) : named(name);
  }

  /** A video by any of the names that a token may call it. */
  private Optional<Video> named(String id) {
    String hex = id.replace("-", "");
    if (UID.matcher(hex).matches()) {
      return programme.byId(
          new UUID(
              Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16)));
    }
    return PLAYBACK_ID.matcher(id).matches() ? programme.byPlaybackId(id) : Optional.empty();
  }

  @Override
  public Viewer viewer(Request request) {
    String name = name(request);
    return viewers.byPath(
        request,
        isToken(name) ? Optional.of(new Proof.Token(name, /* inPath= */ true)) : Optional.empty());
  }

  /** A token that names nothing is a bad token; only an id can be unknown (CF-108, CF-119). */
  @Override
  public Response notFound(Request request) {
    return isToken(name(request)) ? PlainAnswers.unauthorised() : PlainAnswers.notFound();
  }

  @Override
  public Response refused(Request request, Verdict.Why why) {
    return switch (why) {
      case NO_PROOF, BAD_PROOF, OUT_OF_TIME -> PlainAnswers.unauthorised();
      case BLOCKED, NOT_DOWNLOADABLE -> PlainAnswers.forbidden();
      case WRONG_ORIGIN -> {
        request.put(WRONG_ORIGIN, true);
        yield PlainAnswers.forbidden();
      }
      case GATE_DOWN -> PlainAnswers.unavailable();
    };
  }

  private static String name(Request request) {
    return request.parameter("uid");
  }
}
