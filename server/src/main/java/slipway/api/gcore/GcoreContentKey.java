package slipway.api.gcore;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.core.access.Protection;
import slipway.core.access.Protections;
import slipway.core.account.Caller;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code GET /streaming/videos/{client_id}_{slug}/encryption}: the key with which a video's HLS is
 * encrypted, for the account's own key server (GC-166).
 */
record GcoreContentKey(Videos videos, Protections protections) implements GcoreRoutes.Operation {
  private static final Pattern KEY = Pattern.compile("([0-9]{1,18})_([0-9A-Za-z]{1,64})");

  @Override
  public Response answer(Request request, Caller caller) {
    Protection protection = protections.of(caller.account().number());
    Optional<Video> video = video(request.parameter("id"), caller);
    return video.isEmpty() || protection.keySeed() == null
        ? GcoreProblems.notFound()
        : Response.bytes(200, "application/octet-stream", protection.contentKey(video.get().id()))
            .with("Content-Transfer-Encoding", "binary")
            .with("Cache-Control", "private, no-store");
  }

  private Optional<Video> video(String key, Caller caller) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches() || Long.parseLong(parts.group(1)) != caller.account().number()) {
      return Optional.empty();
    }
    return videos
        .byPlaybackId(parts.group(2))
        .filter(video -> video.account() == caller.account().number() && !video.isDeleted());
  }
}
