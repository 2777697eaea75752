package slipway.api.cloudflare;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import slipway.core.account.Caller;
import slipway.core.clip.ClipVideo;
import slipway.core.policy.Policy;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Facts;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;

/**
 * {@code POST /clip} (section 18 of the contract). The clip begins with exactly the picture that
 * was asked for. Where it may be shown is taken over from the video; that it needs signed URLs and
 * when it is deleted are not (CF-150).
 */
record CloudflareClip(
    CloudflareOwned owned, CloudflareReader reader, ClipVideo clipVideo, CloudflareVideos videos)
    implements CloudflareRoutes.Operation {
  private static final Duration COME_AGAIN = Duration.ofSeconds(30);

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = CloudflareBodies.object(request);
    String source =
        body.string("clippedFromVideoUID")
            .orElseThrow(() ->
                CloudflareReader.bad(
                    "clippedFromVideoUID", "required field clippedFromVideoUID is missing"));
    Duration from = seconds(body, "startTimeSeconds");
    Duration to = seconds(body, "endTimeSeconds");
    if (to.compareTo(from) <= 0) {
      throw CloudflareReader.bad("endTimeSeconds", "endTimeSeconds must be after startTimeSeconds");
    }
    Video whole = owned.video(source, caller);
    Facts facts = whole.facts();
    // The length is hardly ever a whole second; the last one begun may be asked for.
    if (facts != null && to.minusSeconds(1).compareTo(facts.duration()) >= 0) {
      throw CloudflareReader.bad("endTimeSeconds", "endTimeSeconds must lie within the video");
    }
    CloudflareSaid said = reader.readNew(body, request, caller);
    Duration longest = said.longest();
    if (longest != null && to.minus(from).compareTo(longest) > 0) {
      throw CloudflareReader.bad(
          "maxDurationSeconds", "the clip is longer than maxDurationSeconds");
    }
    return CloudflareAnswers.ok(
        videos.shape(
            clip(
                new ClipVideo.Asked(
                    caller.account(),
                    CloudflareRoutes.DOOR,
                    caller.key().name(),
                    whole.id(),
                    said.name(),
                    from,
                    to,
                    /* exact= */ true,
                    wishes(said.within(to.minus(from)), whole)))));
  }

  private Video clip(ClipVideo.Asked asked) {
    try {
      return clipVideo.clip(asked).video();
    } catch (ProblemException refused) {
      // So many clips at once are no matter of credentials here.
      throw refused.problem() instanceof Problem.NotAllowed(String why)
          ? new ProblemException(new Problem.OverQuota(why, COME_AGAIN))
          : refused;
    }
  }

  private static Wishes wishes(CloudflareSaid said, Video whole) {
    Wishes asked = said.wishes(/* uploadBy= */ null);
    Policy policy = asked.policy();
    Policy before = whole.wishes().effectivePolicy();
    Policy.Kind kind = policy == null ? Policy.Kind.PUBLIC : policy.kind();
    return new Wishes(
            said.origins() == null ? new Policy(kind, null, null, null, before.origins()) : policy,
            asked.creator() == null ? whole.wishes().creator() : asked.creator(),
            null,
            false,
            false,
            whole.wishes().segmentLength(),
            null,
            null)
        .with(asked.details());
  }

  private static Duration seconds(JsonObject body, String name) {
    if (body.member(name).orElse(null) instanceof JsonNumber number
        && number.isWhole()
        && number.value().signum() >= 0
        && number.value().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
      return Duration.ofSeconds(number.value().longValue());
    }
    throw CloudflareReader.bad(name, name + " must be an integer, 0 or more");
  }
}
