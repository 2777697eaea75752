package slipway.api.cloudflare;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import slipway.core.account.Authenticate;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Creator;
import slipway.core.upload.Limits;
import slipway.core.upload.Upload;
import slipway.core.video.Videos;
import slipway.core.watermark.KeepWatermarks;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/**
 * Speaks for this dialect where bytes arrive: who may bring them, what becomes of them, and what is
 * said to that. The ingest rooms ask.
 */
public final class CloudflareNewcomers {
  /** Of uploads with a key (CF-20). */
  private static final Duration EXPIRY = Duration.ofDays(1);

  /** Of direct uploads that say nothing (CF-22). */
  static final Duration DIRECT_EXPIRY = Duration.ofMinutes(30);

  /** Nothing shorter is a video (CF-80). */
  static final Duration LEAST = Duration.ofMillis(100);

  private final CloudflareCallers callers;
  private final CloudflareVideos shapes;
  private final CloudflareReader reader;
  private final CloudflareMetadata metadata;
  private final CloudflareSettings settings;
  private final Videos videos;

  public CloudflareNewcomers(
      Origin origin,
      Authenticate authenticate,
      Videos videos,
      KeepWatermarks watermarks,
      CloudflareSettings settings,
      InstantSource clock) {
    this.callers = new CloudflareCallers(authenticate);
    this.shapes = new CloudflareVideos(origin, new CloudflareWatermarks(watermarks));
    this.reader = new CloudflareReader(settings, shapes, clock);
    this.metadata = new CloudflareMetadata(reader);
    this.settings = settings;
    this.videos = videos;
  }

  CloudflareVideos shapes() {
    return shapes;
  }

  CloudflareReader reader() {
    return reader;
  }

  /** The owner with a form; nothing but the file counts in it (CF-17, CF-18). */
  public Creator byForm(Request request) {
    Caller caller = callers.caller(request, /* changes= */ true);
    return new Creator.Key(
        caller,
        CloudflareRoutes.DOOR,
        nothingSaid().wishes(reader.now().plus(EXPIRY)),
        new Limits(null, null, null, LEAST));
  }

  /**
   * The owner with a tus creation, for itself or for an end user (CF-44, CF-45). A direct upload
   * that names no longest duration gets the longest there is (CF-57).
   */
  public Creator byTus(Request request, Map<String, String> said) {
    Caller caller = callers.caller(request, /* changes= */ true);
    CloudflareSaid asked = metadata.read(said, request, caller);
    boolean direct = request.query().first("direct_user").filter("true"::equals).isPresent();
    Instant until = asked.until();
    if (until == null && direct) {
      until = reader.now().plus(DIRECT_EXPIRY);
    }
    CloudflareSaid complete =
        direct && asked.longest() == null ? asked.within(settings.longest()) : asked;
    return new Creator.Key(
        caller,
        CloudflareRoutes.DOOR,
        complete.wishes(until == null ? reader.now().plus(EXPIRY) : until),
        new Limits(null, complete.longest(), until, LEAST));
  }

  /** The answer when a form's file is here: the video (CF-17, CF-35). */
  public Response arrived(Upload upload) {
    return CloudflareAnswers.ok(
        shapes.shape(
            videos
                .byId(upload.video())
                .orElseThrow(() -> new ProblemException(new Problem.NotFound("video not found")))));
  }

  /** The id of ours behind the uid in an upload address. */
  public static UUID id(String uid) {
    return CloudflareIds.parse(uid)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("no such upload URL")));
  }

  /** The uid of a video. */
  public static String uid(UUID video) {
    return CloudflareIds.uid(video);
  }

  private static CloudflareSaid nothingSaid() {
    return new CloudflareSaid(
        null, null, null, List.of(), null, null, null, /* deletesNever= */ false, null, null, null);
  }
}
