package slipway.core.migration;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.Ids;
import slipway.core.account.KeyText;
import slipway.core.task.Task;
import slipway.core.upload.Birth;
import slipway.core.upload.Limits;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;
import slipway.core.video.Milestone;
import slipway.core.video.Phase;
import slipway.core.video.PlaybackIds;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/**
 * The records with which a foreign video begins its life here; they are only made, and not kept.
 */
record Arrival(Videos videos, Ids ids, UploadSettings settings, Instant now) {
  /** No address of ours: nobody but us can go on with a file that we fetch. */
  private static final String FETCHED = "import";

  private static final String SENT = "files";

  /** As those of Livepeer, Gcore's slugs, and ours. */
  private static final Pattern PLAYBACK_ID = Pattern.compile("[0-9A-Za-z]{8,32}");

  Video video(MigrateVideo.Asked asked) {
    UUID id = id(asked.kept().id());
    String url = asked.url();
    return new Video(
        id,
        videos.nextSerial(),
        playbackId(id, asked.kept().playbackId()),
        asked.account().number(),
        asked.name(),
        asked.ladder() ? MigrateVideo.DOOR : MigrateVideo.DOOR_AS_IS,
        /* madeWith= */ asked.foreign().vendor(),
        asked.source(),
        asked.wishes(),
        url == null ? new Phase.AwaitingBytes() : new Phase.Fetching(),
        /* content= */ null,
        /* facts= */ null,
        List.of(new Milestone(Milestone.Step.TICKET, now)),
        createdAt(asked.kept().createdAt()),
        now,
        /* deletedAt= */ null);
  }

  Task task(Video video) {
    boolean fetched = video.isFetching();
    return new Task(
        ids.uuid(),
        video.account(),
        video.id(),
        Task.Kind.UPLOAD,
        fetched ? Task.State.WAITING : Task.State.PENDING,
        /* progress= */ 0,
        /* retries= */ 0,
        /* error= */ null,
        fetched ? now : null,
        now,
        now);
  }

  Upload upload(Video video, String ticket) {
    Instant until = now.plus(settings.keepUnfinished());
    return new Upload(
        ids.secret(16),
        video.id(),
        video.account(),
        video.isFetching() ? FETCHED : SENT,
        KeyText.hash(ticket),
        video.isFetching() ? now : until,
        Limits.none(),
        video.isFetching() ? Upload.State.OPEN : Upload.State.TICKETED,
        /* length= */ null,
        /* offset= */ 0,
        /* metadata= */ "",
        /* concat= */ "",
        /* inWhole= */ false,
        Birth.byTicket(),
        now,
        now,
        until);
  }

  private UUID id(@Nullable UUID wished) {
    return wished != null && videos.byId(wished).isEmpty() ? wished : ids.uuid();
  }

  private String playbackId(UUID id, @Nullable String wished) {
    if (wished != null
        && PLAYBACK_ID.matcher(wished).matches()
        && PlaybackIds.isSafe(wished)
        && videos.byPlaybackId(wished).isEmpty()) {
      return wished;
    }
    return PlaybackIds.make(id, ids);
  }

  private Instant createdAt(@Nullable Instant wished) {
    return wished != null && wished.isBefore(now) ? wished : now;
  }
}
