package slipway.api.cloudflare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import slipway.api.cloudflare.CloudflareShapes.Envelope;
import slipway.core.account.Caller;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.VideoQuery.Order;
import slipway.core.video.Videos;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /stream}: the newest first, at most a thousand (CF-82 to CF-86). */
record CloudflareListVideos(Videos videos, CloudflareVideos shapes)
    implements CloudflareRoutes.Operation {
  private static final int MOST = 1000;

  @Override
  public Response answer(Request request, Caller caller) {
    OptionalLong account = OptionalLong.of(caller.account().number());
    List<Condition> filters = filters(request, account);
    List<Condition> all = new ArrayList<>(filters);
    all.addAll(cursor(request));
    boolean ascending = isTrue(request, "asc");
    VideoQuery query =
        new VideoQuery(
            account,
            all,
            List.of(new Order(Field.BIRTH, /* descending= */ !ascending)),
            /* skip= */ 0,
            limit(request));
    VideoPieces found = new VideoPieces(videos, query, ascending);
    Envelope around =
        isTrue(request, "include_counts")
            ? Envelope.counted(
                List.of(),
                Long.toString(
                    videos.count(
                        new VideoQuery(
                            account, filters, List.of(), /* skip= */ 0, /* limit= */ 1))),
                Long.toString(videos.count(query)))
            : Envelope.of(List.of());
    return CloudflareAnswers.list(around, found, shapes::shape);
  }

  private List<Condition> filters(Request request, OptionalLong account) {
    List<Condition> filters = new ArrayList<>();
    text(request, "creator").ifPresent(creator -> filters.add(is(Field.CREATOR, creator)));
    text(request, "video_name").ifPresent(name -> filters.add(is(Field.NAME, name)));
    text(request, "search")
        .ifPresent(
            part -> filters.add(new Condition(Field.NAME, Comparison.CONTAINS, List.of(part))));
    text(request, "status")
        .ifPresent(states ->
            filters.add(
                anyOf(
                    Field.STANDING,
                    words(states).stream()
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .flatMap(word -> CloudflareWords.standingsBehind(word).stream())
                        .toList())));
    text(request, "id").ifPresent(ids -> filters.add(anyOf(Field.ID, ids(words(ids)))));
    text(request, "name")
        .ifPresent(names -> filters.add(anyOf(Field.ID, named(words(names), account))));
    boolean live = text(request, "type").filter("live"::equalsIgnoreCase).isPresent();
    if (live || text(request, "live_input_id").isPresent()) {
      filters.add(anyOf(Field.ID, List.of())); // there are none
    }
    return filters;
  }

  /** From then on, and before then (CF-83); the older names of both (CF-84). */
  private static List<Condition> cursor(Request request) {
    List<Condition> cursor = new ArrayList<>();
    for (String name : List.of("after", "start")) {
      text(request, name)
          .ifPresent(at ->
              cursor.add(
                  new Condition(Field.BIRTH, Comparison.AT_LEAST, List.of(micros(at, name)))));
    }
    for (String name : List.of("before", "end")) {
      text(request, name)
          .ifPresent(at ->
              cursor.add(new Condition(Field.BIRTH, Comparison.LESS, List.of(micros(at, name)))));
    }
    return cursor;
  }

  private static Long micros(String text, String name) {
    return CloudflareTimes.micros(
        CloudflareTimes.parse(text)
            .orElseThrow(
                () -> CloudflareReader.bad(name, name + " must be a time as RFC 3339 writes it")));
  }

  /** Videos that one of the words names, by uid or by name. */
  private List<Object> named(List<String> words, OptionalLong account) {
    List<Object> ids = new ArrayList<>(ids(words));
    List<Object> names = List.copyOf(words);
    videos
        .find(
            new VideoQuery(
                account,
                List.of(anyOf(Field.NAME, names)),
                List.of(new Order(Field.BIRTH, /* descending= */ true)),
                /* skip= */ 0,
                MOST))
        .stream()
        .map(Video::id)
        .map(UUID::toString)
        .forEach(ids::add);
    return ids;
  }

  private static List<Object> ids(List<String> uids) {
    return uids.stream()
        .flatMap(uid -> CloudflareIds.parse(uid).stream())
        .map(id -> (Object) id.toString())
        .toList();
  }

  private static Condition is(Field field, String value) {
    return new Condition(field, Comparison.EQUAL, List.of(value));
  }

  private static Condition anyOf(Field field, List<Object> values) {
    return new Condition(field, Comparison.ANY_OF, values);
  }

  private static List<String> words(String list) {
    return List.of(list.split(",")).stream()
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .limit(MOST)
        .toList();
  }

  /** A parameter that says something; samples send the word of JavaScript for none (CF-11). */
  private static Optional<String> text(Request request, String name) {
    return request.query().first(name).filter(text -> !text.isEmpty() && !text.equals("undefined"));
  }

  private static boolean isTrue(Request request, String name) {
    return request.query().first(name).filter("true"::equalsIgnoreCase).isPresent();
  }

  private static int limit(Request request) {
    String text = request.query().first("limit").orElse("");
    boolean number =
        !text.isEmpty() && text.length() < 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int limit = number ? Integer.parseInt(text) : MOST;
    return limit < 1 || limit > MOST ? MOST : limit;
  }
}
