package slipway.api.cloudflare;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import slipway.api.cloudflare.CloudflareShapes.StorageUsage;
import slipway.core.account.Caller;
import slipway.core.upload.Minutes;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.Videos;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /storage-usage} (CF-91). */
record CloudflareStorageUsage(Videos videos, Minutes minutes)
    implements CloudflareRoutes.Operation {
  /** What is said where nothing limits: a number has to stand there. */
  private static final long UNLIMITED = 1_000_000_000;

  @Override
  public Response answer(Request request, Caller caller) {
    Optional<String> creator = request.query().first("creator").filter(text -> !text.isEmpty());
    VideoQuery query =
        new VideoQuery(
            OptionalLong.of(caller.account().number()),
            creator
                .map(text -> new Condition(Field.CREATOR, Comparison.EQUAL, List.of(text)))
                .stream()
                .toList(),
            List.of(),
            /* skip= */ 0,
            /* limit= */ 1);
    Duration allowed = minutes.allowed();
    return CloudflareAnswers.ok(
        new StorageUsage(
            videos.length(query).toMillis() / 60_000.0,
            allowed == null ? UNLIMITED : allowed.toMinutes(),
            videos.count(query),
            creator.orElse(null)));
  }
}
