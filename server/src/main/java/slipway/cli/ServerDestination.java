package slipway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.migration.Access;
import slipway.migration.CaptionFile;
import slipway.migration.Destination;
import slipway.migration.ForeignVideo;
import slipway.migration.Pause;

/**
 * A running server as the place that a library is brought into. When it goes away, for a restart or
 * for good, it is waited for; every question is such that it can be asked again.
 */
final class ServerDestination implements Destination {
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final int MOST_WAITS = 600;

  private final AdminClient client;
  private final Target target;
  private final Pause pause;

  /** Which library goes into which account, and whether smaller renditions are made. */
  record Target(long account, String vendor, String library, boolean ladder) {}

  ServerDestination(AdminClient client, Target target, Pause pause) {
    this.client = client;
    this.target = target;
    this.pause = pause;
  }

  private record Question(long account, String vendor, String library, List<String> ids) {}

  private record Batch(
      long account,
      String vendor,
      String library,
      boolean ladder,
      boolean again,
      List<Item> videos) {}

  private record Item(
      String id,
      String name,
      @Nullable String url,
      @Nullable String shown,
      @Nullable String creator,
      Access policy,
      @Nullable Instant createdAt,
      @Nullable UUID keepId,
      @Nullable String keepPlaybackId,
      @Nullable String description,
      JsonValue meta,
      @Nullable Double posterAt,
      ForeignVideo.@Nullable Part part,
      String taken,
      JsonValue details) {}

  @Override
  public List<State> states(List<String> ids) throws IOException, InterruptedException {
    if (ids.isEmpty()) {
      return List.of();
    }
    JsonObject answer =
        ask(
            "/admin/migration/states",
            new Question(target.account(), target.vendor(), target.library(), ids));
    return objects(answer).stream()
        .map(state ->
            new State(
                state.string("id").orElse(""),
                state.string("video").orElse(""),
                state.string("phase").orElse(""),
                state.string("reason").orElse(null),
                state.string("taken").orElse(""),
                state.isTrue("whole")))
        .toList();
  }

  /** Those that are to be tried again go apart, as that is said of a batch. */
  @Override
  public List<Answer> offer(List<Offer> videos) throws IOException, InterruptedException {
    Map<String, Answer> answers = new HashMap<>();
    for (boolean again : new boolean[] {false, true}) {
      List<Item> items =
          videos.stream().filter(offer -> offer.again() == again).map(this::item).toList();
      if (!items.isEmpty()) {
        JsonObject answer =
            ask(
                "/admin/migration/videos",
                new Batch(
                    target.account(),
                    target.vendor(),
                    target.library(),
                    target.ladder(),
                    again,
                    items));
        objects(answer).forEach(taken -> answers.put(taken.string("id").orElse(""), answer(taken)));
      }
    }
    List<Answer> inOrder = new ArrayList<>();
    for (Offer offer : videos) {
      Answer answer = answers.get(offer.video().id());
      if (answer == null) {
        throw new IOException("the server did not say what became of " + offer.video().id());
      }
      inOrder.add(answer);
    }
    return inOrder;
  }

  @Override
  public @Nullable String send(Path file, String tusEndpoint)
      throws IOException, InterruptedException {
    try {
      new ResumableUpload(client.http(), file).to(tusEndpoint);
      return null;
    } catch (AdminClient.Refused refused) {
      if (refused.passes()) {
        throw refused;
      }
      return refused.getMessage();
    }
  }

  private record Belongings(
      long account,
      String vendor,
      String library,
      String id,
      List<CaptionFile> captions,
      boolean whole) {}

  @Override
  public List<String> bring(String id, List<CaptionFile> captions, boolean whole)
      throws IOException, InterruptedException {
    JsonObject answer =
        ask(
            "/admin/migration/belongings",
            new Belongings(
                target.account(), target.vendor(), target.library(), id, captions, whole));
    return answer.elements("trouble").orElse(List.of()).stream()
        .flatMap(why ->
            why instanceof JsonValue.JsonString(String text) ? Stream.of(text) : Stream.empty())
        .toList();
  }

  private Item item(Offer offer) {
    ForeignVideo video = offer.video();
    return new Item(
        video.id(),
        video.name(),
        offer.url(),
        offer.shown(),
        video.creator(),
        video.access(),
        video.createdAt(),
        video.keepId(),
        video.keepPlaybackId(),
        video.description(),
        video.meta(),
        video.posterAt(),
        video.part(),
        offer.taken(),
        video.details());
  }

  private static Answer answer(JsonObject taken) {
    return new Answer(
        taken.string("outcome").orElse(""),
        taken.string("video").orElse(null),
        taken.string("phase").orElse(null),
        taken.string("reason").orElse(null),
        taken.string("tusEndpoint").orElse(null));
  }

  private static List<JsonObject> objects(JsonObject answer) {
    return answer.elements("videos").orElse(List.of()).stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .toList();
  }

  private JsonObject ask(String path, Object body) throws IOException, InterruptedException {
    for (int waits = 0; ; waits++) {
      try {
        return client.post(path, body);
      } catch (AdminClient.Refused refused) {
        if (!refused.passes() || waits == MOST_WAITS) {
          throw refused;
        }
      } catch (IOException away) {
        if (waits == MOST_WAITS) {
          throw away;
        }
      }
      pause.of(WAIT);
    }
  }
}
