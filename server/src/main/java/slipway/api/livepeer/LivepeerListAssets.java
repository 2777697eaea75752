package slipway.api.livepeer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import slipway.core.account.Caller;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.VideoQuery.Order;
import slipway.core.video.Videos;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /asset} (LP-95..LP-101). */
final class LivepeerListAssets implements LivepeerRoutes.Operation {
  /** Livepeer's fields that our videos have; {@code sourceType} by our words. */
  private static final Map<String, Field> OURS =
      Map.of(
          "id", Field.ID,
          "name", Field.NAME,
          "createdAt", Field.CREATED_AT,
          "updatedAt", Field.UPDATED_AT,
          "creatorId", Field.CREATOR,
          "playbackId", Field.PLAYBACK_ID,
          "phase", Field.STAGE,
          "sourceUrl", Field.SOURCE_URL,
          "sourceType", Field.SOURCE_KIND);

  /** Fields that may be asked for (LP-99); what we never have matches nothing. */
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "objectStoreId",
          "createdAt",
          "updatedAt",
          "userId",
          "creatorId",
          "playbackId",
          "playbackRecordingId",
          "projectId",
          "phase",
          "user.email",
          "cid",
          "nftMetadataCid",
          "sourceUrl",
          "sourceSessionId",
          "sourceAssetId",
          "sourceType",
          "sourcePlaybackId");

  private static final Condition NEVER = new Condition(Field.ID, Comparison.ANY_OF, List.of());

  private final Videos videos;
  private final LivepeerAssets assets;
  private final Origin origin;

  LivepeerListAssets(Videos videos, LivepeerAssets assets, Origin origin) {
    this.videos = videos;
    this.assets = assets;
    this.origin = origin;
  }

  @Override
  public Response answer(Request request, Caller caller) {
    LivepeerListing listing = LivepeerListing.of(request, FIELDS);
    VideoQuery query =
        new VideoQuery(
            OptionalLong.of(caller.account().number()),
            conditions(request, listing, caller),
            order(listing),
            listing.skip(),
            listing.limit());
    boolean withTracks = LivepeerListing.withDetails(request);
    var page =
        videos.find(query).stream()
            .map(video -> assets.asset(video, caller.account(), withTracks))
            .toList();
    return listing.page(request, origin, page, total(request, query));
  }

  private long total(Request request, VideoQuery query) {
    return request.query().has("count") ? videos.count(query) : 0;
  }

  private List<Condition> conditions(Request request, LivepeerListing listing, Caller caller) {
    var conditions = new ArrayList<Condition>();
    listing
        .after()
        .ifPresent(id -> conditions.add(new Condition(Field.ID, Comparison.GREATER, List.of(id))));
    listing.filters().forEach(filter -> conditions.addAll(conditions(filter, caller)));
    for (String shortcut : List.of("playbackId", "sourceUrl", "phase", "cid")) { // LP-101
      request
          .query()
          .first(shortcut)
          .map(value -> new LivepeerListing.Filter(shortcut, Comparison.EQUAL, value))
          .map(filter -> conditions(filter, caller))
          .ifPresent(conditions::addAll);
    }
    return conditions;
  }

  /** Empty for what always holds. */
  private List<Condition> conditions(LivepeerListing.Filter filter, Caller caller) {
    Comparison comparison = filter.comparison();
    String text = filter.value().toString();
    boolean equal = comparison == Comparison.EQUAL;
    return switch (filter.field()) {
      case "createdAt", "updatedAt" ->
          List.of(
              filter.value() instanceof Long
                  ? new Condition(field(filter), comparison, List.of(filter.value()))
                  : NEVER);
      case "name" ->
          List.of(
              new Condition(Field.NAME, equal ? Comparison.CONTAINS : comparison, List.of(text)));
      case "phase" ->
          List.of(
              new Condition(
                  Field.PHASE,
                  Comparison.ANY_OF,
                  List.<Object>copyOf(LivepeerWords.phasesBehind(text))));
      case "sourceType" -> List.of(sourceType(text));
      case "sourceSessionId" ->
          List.of(kind("recording"), new Condition(Field.ID, comparison, List.of(text)));
      case "sourceAssetId" -> List.of(new Condition(Field.CLIP_OF, comparison, List.of(text)));
      case "sourcePlaybackId" -> List.of(clipOf(text));
      case "cid" ->
          List.of(new Condition(Field.IPFS, Comparison.ANY_OF, List.of(text, "ipfs://" + text)));
      case "id", "creatorId", "playbackId", "sourceUrl" ->
          List.of(new Condition(field(filter), comparison, List.of(text)));
      case "userId" -> when(text.equals(caller.account().userId().toString()));
      case "projectId" -> when(text.equals(caller.account().projectId().toString()));
      default -> List.of(NEVER);
    };
  }

  private static List<Condition> when(boolean holds) {
    return holds ? List.of() : List.of(NEVER);
  }

  /** Of whom all clips name the same video. */
  private Condition clipOf(String playbackId) {
    return videos
        .byPlaybackId(playbackId)
        .map(
            whole -> new Condition(Field.CLIP_OF, Comparison.EQUAL, List.of(whole.id().toString())))
        .orElse(NEVER);
  }

  private static Condition sourceType(String type) {
    return switch (type) {
      case "directUpload" -> kind("direct");
      case "url", "clip", "recording" -> kind(type);
      default -> NEVER;
    };
  }

  private static Condition kind(String word) {
    return new Condition(Field.SOURCE_KIND, Comparison.EQUAL, List.of(word));
  }

  private static Field field(LivepeerListing.Filter filter) {
    return OURS.getOrDefault(filter.field(), Field.ID);
  }

  private static List<Order> order(LivepeerListing listing) {
    return listing.order().stream()
        .filter(order -> OURS.containsKey(order.field()))
        .map(order -> new Order(OURS.getOrDefault(order.field(), Field.ID), order.descending()))
        .toList();
  }
}
