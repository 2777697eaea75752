package slipway.testing;

import static slipway.testing.SettableClock.START;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Account;
import slipway.core.account.ApiKey;
import slipway.core.account.KeyAccess;
import slipway.core.account.KeyText;
import slipway.core.caption.Caption;
import slipway.core.policy.Policy;
import slipway.core.task.Task;
import slipway.core.upload.Birth;
import slipway.core.upload.Limits;
import slipway.core.upload.Upload;
import slipway.core.video.Details;
import slipway.core.video.Export;
import slipway.core.video.Facts;
import slipway.core.video.Milestone;
import slipway.core.video.Particulars;
import slipway.core.video.Phase;
import slipway.core.video.RequestedRendition;
import slipway.core.video.Signing;
import slipway.core.video.Source;
import slipway.core.video.TrackFacts;
import slipway.core.video.Video;
import slipway.core.video.Wishes;

/** Things to put into the ports. What a test does not name follows from a number. */
public final class Samples {
  private Samples() {}

  /** Wishes of which none is missing. */
  public static final Wishes EVERY_WISH =
      new Wishes(
          new Policy(
              Policy.Kind.GATE,
              "gate-1",
              "{\"a\":[1,null]}",
              Duration.ofSeconds(90),
              List.of("https://a.example", "*")),
          "creator-1",
          List.of(
              new RequestedRendition(
                  400_000, "small", 640, 360, 30, 1, 23, "2", "H264High", "HEVC"),
              new RequestedRendition(400, null, null, null, null, null, null, null, null, null)),
          /* downloads= */ true,
          /* provenance= */ true,
          Duration.ofMillis(2500),
          "a2V5",
          Export.wished("{\"ipfs\":{\"spec\":{}}}"),
          Particulars.none(),
          new Details(
              "{\"a\":[1,null]}",
              0.5,
              "mark-1",
              START.plus(Duration.ofDays(40)),
              Duration.ofMinutes(5),
              START.plus(Duration.ofMinutes(30)),
              "{\"title\":\"t\"}"),
          new Signing(
              Signing.State.FAILED,
              List.of(new Signing.File("source", "blob/source.signed", START)),
              "no space",
              START));

  /** Facts of an ordinary clip with picture and sound. */
  public static final Facts FACTS =
      new Facts(
          List.of("mov", "mp4"),
          Duration.ofMillis(30_024),
          List.of(
              new TrackFacts(
                  "h264",
                  Duration.ZERO,
                  Duration.ofMillis(30_000),
                  1_000_000,
                  new TrackFacts.Picture(854, 480, 29.97, "yuv420p"),
                  null),
              new TrackFacts(
                  "aac",
                  Duration.ofMillis(21),
                  Duration.ofMillis(30_024),
                  128_000,
                  null,
                  new TrackFacts.Sound(2, 48_000, 0))));

  /** A caption that the owner sent. */
  public static Caption caption(long number, Video video, String language, String label) {
    return new Caption(
        number,
        video.id(),
        language,
        label,
        Caption.Kind.SUBTITLES,
        Caption.Origin.UPLOADED,
        video.id() + "/captions-" + number + ".vtt",
        /* size= */ 20 + number,
        START.plusSeconds(number));
  }

  public static Account account(long number) {
    return new Account(
        number,
        "account " + number,
        CountingIds.uuid(1000 + number),
        CountingIds.uuid(2000 + number),
        "%032x".formatted(number),
        /* quota= */ null,
        /* suspended= */ false,
        START.plusSeconds(number));
  }

  public static ApiKey key(long account, String text) {
    return new ApiKey(
        UUID.nameUUIDFromBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        account,
        "key " + text,
        KeyText.hash(text),
        KeyAccess.full(),
        START);
  }

  public static Video video(long account, long serial) {
    return video(account, serial, "video " + serial, Wishes.none(), new Source.Direct());
  }

  public static Video video(long account, long serial, String name, Wishes wishes, Source source) {
    return new Video(
        CountingIds.uuid(serial),
        serial,
        "play%012d".formatted(serial),
        account,
        name,
        "livepeer",
        "key 1",
        source,
        wishes,
        new Phase.AwaitingBytes(),
        /* content= */ null,
        /* facts= */ null,
        List.of(new Milestone(Milestone.Step.TICKET, START.plusSeconds(serial))),
        START.plusSeconds(serial),
        START.plusSeconds(serial),
        /* deletedAt= */ null);
  }

  public static Task task(long number, Video video) {
    return new Task(
        CountingIds.uuid(5000 + number),
        video.account(),
        video.id(),
        Task.Kind.UPLOAD,
        Task.State.PENDING,
        /* progress= */ 0,
        /* retries= */ 0,
        /* error= */ null,
        /* scheduledAt= */ null,
        START.plusSeconds(number),
        START.plusSeconds(number));
  }

  public static Upload upload(String id, Video video, @Nullable Long length, Instant expiresAt) {
    return upload(id, video, length, Limits.none(), expiresAt);
  }

  /** With a ticket that does not let it go everywhere. */
  public static Upload limited(String id, Video video, Limits limits, Instant expiresAt) {
    return upload(id, video, /* length= */ null, limits, expiresAt);
  }

  private static Upload upload(
      String id, Video video, @Nullable Long length, Limits limits, Instant expiresAt) {
    return new Upload(
        id,
        video.id(),
        video.account(),
        "livepeer",
        KeyText.hash("ticket of " + id),
        START.plus(Duration.ofHours(12)),
        limits,
        Upload.State.TICKETED,
        length,
        /* offset= */ 0,
        "filename bmFtZQ==",
        /* concat= */ "",
        /* inWhole= */ false,
        Birth.byTicket(),
        START,
        START,
        expiresAt);
  }
}
