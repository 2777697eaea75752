package slipway.api.gcore;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Caller;
import slipway.core.journey.ChangeVideo;
import slipway.core.video.Particulars;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;

/** {@code PATCH /streaming/videos/{id}}; what cannot be changed is ignored (GC-70 to GC-73). */
final class GcoreUpdateVideo implements GcoreRoutes.Operation {
  private final GcoreOwned owned;
  private final ChangeVideo changeVideo;
  private final GcorePosters posters;
  private final GcoreReferences references;
  private final GcoreVideos videos;

  GcoreUpdateVideo(
      GcoreOwned owned,
      ChangeVideo changeVideo,
      GcorePosters posters,
      GcoreReferences references,
      GcoreVideos videos) {
    this.owned = owned;
    this.changeVideo = changeVideo;
    this.posters = posters;
    this.references = references;
    this.videos = videos;
  }

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    Video video = owned.video(request, caller);
    var fields = new GcoreFields(GcoreBodies.attributes(request, "video"));
    var attributes = new GcoreAttributes(fields, references, caller.account());
    Particulars before = video.wishes().effectiveParticulars();
    attributes.changed(before); // complains before any picture is kept
    String name = attributes.name();
    String creator = attributes.clientUser();
    boolean without = fields.truth("remove_poster").orElse(false);
    Optional<String> poster = posters.keep(fields);
    AtomicReference<@Nullable String> former = new AtomicReference<>();
    Video changed;
    try {
      changed =
          changeVideo.change(
              video.id(),
              new ChangeVideo.Change(
                  name,
                  creator,
                  /* policy= */ null,
                  /* details= */ null,
                  said -> {
                    former.set(said.poster()); // of the try that counts
                    Particulars after = prioritised(attributes.changed(said), said, video);
                    return posterOf(after, poster.orElse(null), without);
                  }),
              _ -> {});
    } catch (RuntimeException | Error failure) {
      poster.ifPresent(posters::drop);
      throw failure;
    }
    String now = changed.wishes().effectiveParticulars().poster();
    String replaced = former.get();
    if (replaced != null && !Objects.equals(replaced, now)) {
      posters.drop(replaced);
    }
    return GcoreAnswers.json(200, videos.details(changed));
  }

  /** After the work it changes nothing any more (GC-72). */
  private static Particulars prioritised(Particulars after, Particulars before, Video video) {
    return video.isWatchable() ? after.withPriority(before.priority()) : after;
  }

  private Particulars posterOf(Particulars said, @Nullable String poster, boolean without) {
    if (poster == null && !without) {
      return said;
    }
    if (poster != null) {
      posters.adopt(poster);
    }
    String former = said.poster();
    if (former != null) {
      posters.abandon(former);
    }
    return said.withPoster(poster);
  }
}
