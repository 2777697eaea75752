package slipway.api.livepeer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slipway.core.account.Caller;
import slipway.core.task.Task;
import slipway.core.task.TaskQuery;
import slipway.core.task.TaskQuery.Condition;
import slipway.core.task.TaskQuery.Field;
import slipway.core.task.TaskQuery.Order;
import slipway.core.task.Tasks;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.Videos;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /task} (LP-116). */
final class LivepeerListTasks implements LivepeerRoutes.Operation {
  private static final Map<String, Field> OURS =
      Map.of(
          "id", Field.ID,
          "createdAt", Field.CREATED_AT,
          "updatedAt", Field.UPDATED_AT,
          "type", Field.KIND,
          "inputAssetId", Field.VIDEO,
          "outputAssetId", Field.VIDEO);
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "createdAt",
          "updatedAt",
          "userId",
          "user.email",
          "type",
          "inputAssetId",
          "outputAssetId",
          "projectId");
  private static final Condition NEVER = new Condition(Field.ID, Comparison.ANY_OF, List.of());

  private final Tasks tasks;
  private final Videos videos;
  private final LivepeerTasks shapes;
  private final Origin origin;

  LivepeerListTasks(Tasks tasks, Videos videos, LivepeerTasks shapes, Origin origin) {
    this.tasks = tasks;
    this.videos = videos;
    this.shapes = shapes;
    this.origin = origin;
  }

  @Override
  public Response answer(Request request, Caller caller) {
    LivepeerListing listing = LivepeerListing.of(request, FIELDS);
    TaskQuery query =
        new TaskQuery(
            caller.account().number(),
            conditions(listing, caller),
            order(listing),
            listing.skip(),
            listing.limit());
    var page =
        tasks.find(query).stream()
            .map(task ->
                shapes.task(task, videos.byId(task.video()).orElseThrow(), caller.account()))
            .toList();
    long total = request.query().has("count") ? tasks.count(query) : 0;
    return listing.page(request, origin, page, total);
  }

  private static List<Condition> conditions(LivepeerListing listing, Caller caller) {
    var conditions = new ArrayList<Condition>();
    listing
        .after()
        .ifPresent(id -> conditions.add(new Condition(Field.ID, Comparison.GREATER, List.of(id))));
    listing.filters().forEach(filter -> condition(filter, caller).ifPresent(conditions::add));
    return conditions;
  }

  /** Empty for what always holds. */
  private static Optional<Condition> condition(LivepeerListing.Filter filter, Caller caller) {
    String text = filter.value().toString();
    return switch (filter.field()) {
      case "createdAt", "updatedAt" ->
          Optional.of(filter.value() instanceof Long ? on(filter, filter.value()) : NEVER);
      case "id", "inputAssetId", "outputAssetId" -> Optional.of(on(filter, text));
      case "type" ->
          Optional.of(
              Arrays.stream(Task.Kind.values())
                  .filter(kind -> text.equals(LivepeerWords.type(kind)))
                  .map(kind -> on(filter, kind.name()))
                  .findFirst()
                  .orElse(NEVER));
      case "userId" -> when(text.equals(caller.account().userId().toString()));
      case "projectId" -> when(text.equals(caller.account().projectId().toString()));
      default -> Optional.of(NEVER);
    };
  }

  private static Condition on(LivepeerListing.Filter filter, Object value) {
    Field field = OURS.getOrDefault(filter.field(), Field.ID);
    return new Condition(field, filter.comparison(), List.of(value));
  }

  private static Optional<Condition> when(boolean holds) {
    return holds ? Optional.empty() : Optional.of(NEVER);
  }

  private static List<Order> order(LivepeerListing listing) {
    return listing.order().stream()
        .filter(order -> OURS.containsKey(order.field()))
        .map(order -> new Order(OURS.getOrDefault(order.field(), Field.ID), order.descending()))
        .toList();
  }
}
