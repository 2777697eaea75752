package slipway.ingest.tus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.http.CorsPolicy;
import slipway.http.Headers;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/**
 * Cloudflare's door: uploads are created among the addresses of its API and go on under {@code
 * /tus}, where knowing the address is all it takes (CF-44 to CF-68).
 */
final class CloudflareDoor extends TusDoor {
  private static final String PATH = "/tus";
  private static final String MEDIA_ID = "stream-media-id";

  /** The service's own rules for the bytes of one PATCH (CF-60). */
  private static final long LEAST = 5_242_880;

  private static final long MOST = 209_715_200;
  private static final long MULTIPLE = 262_144;

  private final TakeBytes take;
  private final CloudflareManners manners;
  private final Origin origin;
  private final boolean strict;

  CloudflareDoor(TakeBytes take, CloudflareManners manners, Origin origin, boolean strict) {
    this.take = take;
    this.manners = manners;
    this.origin = origin;
    this.strict = strict;
  }

  @Override
  String path() {
    return PATH;
  }

  @Override
  boolean ignoresCase() {
    return false;
  }

  /** After the protocol's own checks, since the metadata says what the video is to be. */
  @Override
  boolean asksFirst() {
    return false;
  }

  @Override
  boolean speaksIetf() {
    return false;
  }

  @Override
  boolean joinsParts() {
    return false;
  }

  @Override
  Admission admit(Request request, TusMetadata metadata) {
    var said = new TreeMap<String, String>();
    metadata.keys().forEach(key -> said.put(key, metadata.text(key).orElse("")));
    return new Admission.Admitted(manners.creator(request, said));
  }

  /** The SDK sends {@code {}} along, as JSON; npm cloudflare 4.5.0 was seen to. */
  @Override
  boolean excusesBodies() {
    return true;
  }

  /** Only {@code name}: what a file is called may be kept, but does not name the video (CF-51). */
  @Override
  String nameOf(TusMetadata metadata) {
    return metadata.text("name").orElse("").strip();
  }

  @Override
  TusMetadata.Rules metadataRules() {
    return TusMetadata.Rules.LENIENT;
  }

  /** The public id in the path, as others cut it out there; the secret in the query (CF-46). */
  @Override
  String uploadId(Request request) {
    String id = request.query().first("s").orElse("");
    return !id.isEmpty() && uid(take.find().started(id)).equals(request.parameter("id"))
        ? id
        : "none";
  }

  /** Absolute: the client may have got it through its own backend (CF-46). */
  @Override
  String location(Request request, Upload upload) {
    return origin.url(PATH + "/" + uid(upload) + "?tusv2=true&s=" + upload.id());
  }

  @Override
  Headers onEvery(Upload upload) {
    return Headers.of(MEDIA_ID, uid(upload));
  }

  @Override
  void checkChunk(Upload upload, OptionalLong declared) {
    Long length = upload.length();
    if (!strict || declared.isEmpty() || length == null) {
      return;
    }
    // By what this request brings, not where it ends: behind a broken one offsets are odd (CF-61).
    long bytes = declared.getAsLong();
    boolean last = bytes >= length - upload.offset();
    if (bytes > MOST || (!last && (bytes < LEAST || bytes % MULTIPLE != 0))) {
      throw new ProblemException(
          new Problem.BadField(
              "Content-Length",
              "a chunk has %d to %d bytes, a multiple of %d unless it is the last"
                  .formatted(LEAST, MOST, MULTIPLE)));
    }
  }

  /** What has nothing to do with tus is said as the API says it. */
  @Override
  Optional<Response> inOwnWords(Problem problem) {
    return switch (problem) {
      case Problem.NotAuthenticated _,
          Problem.UnknownKey _,
          Problem.NotAllowed _,
          Problem.BadTicket _,
          Problem.NotFound _,
          Problem.BadRequest _,
          Problem.BadField _,
          Problem.WrongState _,
          Problem.UnsupportedMedia _,
          Problem.TooLong _,
          Problem.QuotaReached _,
          Problem.MinutesReached _,
          Problem.OverQuota _,
          Problem.NotConfigured _ ->
          Optional.of(manners.words(problem));
      case Problem.AlreadyUploaded _,
          Problem.UploadExpired _,
          Problem.OffsetMismatch _,
          Problem.Locked _,
          Problem.Displaced _,
          Problem.TooLarge _,
          Problem.BodyTooLarge _,
          Problem.NoSpace _,
          Problem.ClientStalled _,
          Problem.ShuttingDown _,
          Problem.Busy _,
          Problem.Internal _ ->
          Optional.empty();
    };
  }

  @Override
  Response refuse(TusRefusal refusal) {
    Response answer = manners.refusal(refusal.status(), refusal.message());
    return answer.withHeaders(refusal.headers().orElse(answer.headers()));
  }

  @Override
  Response notOffered(Request request, List<String> allowed) {
    return allowed.isEmpty()
        ? refuse(TusError.UPLOAD_NOT_FOUND.refusal())
        : refuse(TusError.METHOD_NOT_ALLOWED.refusal().with("Allow", String.join(", ", allowed)));
  }

  @Override
  int optionsStatus() {
    return 200;
  }

  /** Any page, without credentials; the address is the secret (CF-65). */
  @Override
  CorsPolicy cors() {
    return new CorsPolicy(
        (request, origin) -> true,
        TusCors.METHODS,
        TusCors.cloudflareRequest(),
        TusCors.cloudflareExposed(MEDIA_ID),
        /* credentials= */ false,
        Duration.ofDays(1),
        optionsStatus(),
        /* privateNetwork= */ false);
  }

  private String uid(Upload upload) {
    return manners.uid(upload.video());
  }
}
