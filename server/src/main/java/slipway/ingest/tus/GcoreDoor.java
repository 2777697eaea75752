package slipway.ingest.tus;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Creator;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;
import slipway.http.CorsPolicy;
import slipway.http.Request;
import slipway.http.Response;

/**
 * Gcore's door: {@code /upload}, without a key. A token in the metadata says which video may be
 * uploaded; it starts the upload, and after that only its address counts (GC-83). What is wrong
 * with it is said before any look at tus, with the status and in the words that the service's guide
 * lists (GC-110 to GC-114).
 */
final class GcoreDoor extends TusDoor {
  private static final String TOKEN = "token";

  /** So much of a token may be shown (GC-111). */
  private static final int SHOWN = 10;

  /** When there may be room for another session. */
  private static final Duration LATER = Duration.ofSeconds(30);

  /** 30 GB (GC-103). */
  private static final long LARGEST = 30_000_000_000L;

  private final TakeBytes take;
  private final UploadTokens tokens;
  private final int sessions;

  GcoreDoor(TakeBytes take, UploadTokens tokens, int sessions) {
    this.take = take;
    this.tokens = tokens;
    this.sessions = sessions;
  }

  @Override
  String path() {
    return "/upload";
  }

  @Override
  boolean ignoresCase() {
    return false;
  }

  @Override
  boolean asksFirst() {
    return true;
  }

  @Override
  boolean speaksIetf() {
    return false;
  }

  /** Each part brings the token, and so does the whole, which is the token's upload (TUS-302). */
  @Override
  boolean joinsParts() {
    return true;
  }

  /** How large the whole is has to be known when it is joined (GC-103). */
  @Override
  boolean joinsUnfinished() {
    return false;
  }

  /** The documented bash line sends two lines of it, and line ends in values (GC-93, GC-94). */
  @Override
  TusMetadata.Rules metadataRules() {
    return TusMetadata.Rules.LENIENT;
  }

  /** The bash client sends what is no digest of the body (GC-100). */
  @Override
  boolean excusesChecksums() {
    return true;
  }

  @Override
  long maxBytes(UploadSettings house) {
    return Math.min(house.maxBytes(), LARGEST);
  }

  @Override
  Admission admit(Request request, TusMetadata none) {
    Optional<TusMetadata> read = metadata(request);
    String token = read.flatMap(said -> said.text(TOKEN)).orElse("");
    if (read.isEmpty() || token.isEmpty()) {
      return invalid("null");
    }
    Optional<UploadTokens.Claim> claim = tokens.read(token);
    if (claim.isEmpty()) {
      return invalid(token.substring(0, Math.min(SHOWN, token.length())) + "...");
    }
    TusMetadata said = read.get();
    String video = said.text("video_id").orElse(null);
    if (!names(video, claim.get().videoNumber())) {
      return refused("video", claim.get().videoNumber(), video);
    }
    String client = said.text("client_id").orElse(null);
    if (!names(client, claim.get().clientNumber())) {
      return refused("client", claim.get().clientNumber(), client);
    }
    Upload upload = take.find().byVideo(claim.get().video());
    if (opensSession(request, upload)
        && take.find().openAt(upload.door(), upload.account()) >= sessions) {
      throw new ProblemException(
          new Problem.OverQuota("too many upload sessions, try again later", LATER)); // GC-116
    }
    return new Admission.Admitted(new Creator.Ticket(upload), withoutToken(said.raw()));
  }

  /**
   * Each part is a session of its own. The whole is none, since its parts are finished; and whoever
   * starts over with a video has its session already.
   */
  private static boolean opensSession(Request request, Upload upload) {
    String concat = request.headers().first("Upload-Concat").orElse("").strip();
    return concat.isEmpty() ? !upload.isUnfinished() : !concat.startsWith("final;");
  }

  /** Everything but that the file is here was looked at by {@link #admit}. */
  @Override
  Optional<Creator> before(Request request) {
    return metadata(request)
        .flatMap(said -> said.text(TOKEN))
        .flatMap(tokens::read)
        .flatMap(claim -> take.find().finishedFor(claim.video()))
        .map(Creator.Ticket::new);
  }

  private static boolean names(@Nullable String text, long number) {
    return text != null && text.equals(Long.toString(number));
  }

  private Optional<TusMetadata> metadata(Request request) {
    try {
      return Optional.of(TusMetadata.of(request.headers(), metadataRules()));
    } catch (TusException unreadable) {
      return Optional.empty();
    }
  }

  private static Admission invalid(String shown) {
    return turnedAway("token invalid (" + shown + ")");
  }

  /** GC-112, GC-113. */
  private static Admission refused(String what, long expected, @Nullable String given) {
    String shown = given == null ? "null" : given.substring(0, Math.min(40, given.length()));
    return turnedAway(
        "token %s (%d) does not match this %s (%s)".formatted(what, expected, what, shown));
  }

  private static Admission turnedAway(String reason) {
    return new Admission.TurnedAway(Response.text(500, "Error: " + reason));
  }

  /** Whoever knows the address reads the metadata there, and has no business with the token. */
  private static String withoutToken(String raw) {
    return Arrays.stream(raw.split(",", -1))
        .map(String::strip)
        .filter(pair -> !pair.isEmpty() && !TOKEN.equalsIgnoreCase(pair.split(" ", 2)[0]))
        .collect(Collectors.joining(","));
  }

  @Override
  Response refuse(TusRefusal refusal) {
    return TusText.answer(refusal.status(), "Error: " + refusal.message(), refusal.headers());
  }

  /** Wrong paths are told as wrong methods are (GC-115). */
  @Override
  Response notOffered(Request request, List<String> allowed) {
    TusRefusal refusal = TusError.METHOD_NOT_ALLOWED.refusal("Method Not Allowed");
    return refuse(allowed.isEmpty() ? refusal : refusal.with("Allow", String.join(", ", allowed)));
  }

  /** Always absolute: the bash client gives it to curl as it is (GC-95). */
  @Override
  String location(Request request, Upload upload) {
    return request.origin().url(path() + "/" + upload.id());
  }

  @Override
  int optionsStatus() {
    return 204;
  }

  /** Pages of any site upload here, with nothing but their token (GC-101). */
  @Override
  CorsPolicy cors() {
    return TusBrowsers.any().policy(optionsStatus());
  }
}
