package slipway.records;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.VideoQuery.Order;

/** Queries for videos as SQL. */
final class VideoSql {
  private static final String FAILED_RENDITIONS =
      "(select count(*) from rendition where rendition.video = video.id"
          + " and rendition.state = 'FAILED')";

  private VideoSql() {}

  static Conditions conditions(VideoQuery query) {
    Conditions conditions = new Conditions().and("deleted_at is null");
    query
        .account()
        .ifPresent(account ->
            conditions.and("account", VideoQuery.Comparison.EQUAL, List.of((Object) account)));
    for (Condition condition : query.conditions()) {
      conditions.and(term(condition, conditions));
    }
    return conditions;
  }

  /** A condition with those that make up for it. */
  private static String term(Condition condition, Conditions conditions) {
    String own =
        conditions.term(column(condition.field()), condition.comparison(), condition.values());
    if (condition.or().isEmpty()) {
      return own;
    }
    return condition.or().stream()
        .map(other -> term(other, conditions))
        .collect(Collectors.joining(" or ", "(" + own + " or ", ")"));
  }

  static String order(List<Order> wanted) {
    List<String> terms = new ArrayList<>();
    for (Order order : wanted) {
      terms.add(Conditions.ordered(column(order.field()), order.descending()));
    }
    if (terms.isEmpty()) {
      terms.add("updated_at desc");
      terms.add("created_at desc");
    }
    terms.add("serial desc");
    return " order by " + String.join(", ", terms);
  }

  private static String column(Field field) {
    return switch (field) {
      case ID -> "id";
      case SERIAL -> "serial";
      case NAME -> "name";
      case CREATED_AT -> "created_at";
      case BIRTH -> "(created_at * 1000 + serial % 1000)";
      case UPDATED_AT -> "updated_at";
      case CREATOR -> "creator";
      case PLAYBACK_ID -> "playback_id";
      case PHASE -> "phase";
      case STAGE ->
          """
          (case when phase in ('AwaitingBytes', 'Receiving') then 'uploading'
                when phase in ('Fetching', 'Inspecting') then 'waiting'
                when phase in ('Processing', 'Viewable') then 'processing'
                else lower(phase) end)\
          """;
      case STANDING ->
          """
          (case when phase = 'Failed' then coalesce(failure, 'INTERNAL')
                when phase = 'Fetching' and source_kind = 'clip' then 'Cutting'
                else phase end)\
          """;
      case DELETE_AT -> "delete_at";
      case SOURCE_KIND -> "source_kind";
      case SOURCE_URL -> "source_url";
      case CLIP_OF -> "clip_of";
      case DIRECTORY -> "directory";
      case INSPECTED -> "inspected";
      case FAILED_RENDITIONS -> FAILED_RENDITIONS;
      case IPFS -> "coalesce(cid, source_url)";
    };
  }
}
