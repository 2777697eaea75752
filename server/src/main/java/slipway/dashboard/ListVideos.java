package slipway.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.Videos;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /admin/videos}: all videos, newest first; pages go on by serial number. */
final class ListVideos implements Handler {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 500;

  private final Videos videos;
  private final VideoShapes shapes;

  ListVideos(Videos videos, VideoShapes shapes) {
    this.videos = videos;
    this.shapes = shapes;
  }

  @Override
  public Response handle(Request request) {
    List<Condition> conditions = new ArrayList<>();
    text(request, "phase")
        .ifPresent(
            phase -> conditions.add(new Condition(Field.PHASE, Comparison.EQUAL, List.of(phase))));
    text(request, "q")
        .ifPresent(
            part -> conditions.add(new Condition(Field.NAME, Comparison.CONTAINS, List.of(part))));
    text(request, "cursor")
        .ifPresent(cursor ->
            conditions.add(
                new Condition(Field.SERIAL, Comparison.LESS, List.of(number("cursor", cursor)))));
    int limit =
        Math.clamp(
            text(request, "limit")
                .map(value -> number("limit", value))
                .orElse((long) DEFAULT_LIMIT),
            1,
            MAX_LIMIT);
    List<Video> found =
        videos.find(
            new VideoQuery(
                OptionalLong.empty(),
                conditions,
                List.of(new VideoQuery.Order(Field.SERIAL, /* descending= */ true)),
                /* skip= */ 0,
                limit + 1));
    boolean more = found.size() > limit;
    List<Video> page = more ? found.subList(0, limit) : found;
    String next = more ? Long.toString(page.getLast().serial()) : null;
    return AdminKey.json(
        200,
        new AdminShapes.VideoPage(
            page.stream().map(video -> shapes.of(video, request.origin())).toList(), next));
  }

  private static Optional<String> text(Request request, String name) {
    return request.query().first(name).filter(value -> !value.isBlank());
  }

  private static long number(String name, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new ProblemException(new Problem.BadField(name, "must be a whole number"), e);
    }
  }
}
