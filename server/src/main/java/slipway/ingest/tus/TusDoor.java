package slipway.ingest.tus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import slipway.core.account.Authenticate;
import slipway.core.problem.Problem;
import slipway.core.upload.Creator;
import slipway.core.upload.LastAnswer;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;
import slipway.core.video.Video;
import slipway.http.Area;
import slipway.http.CorsPolicy;
import slipway.http.Handler;
import slipway.http.Headers;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.KeyOrTicket;

/**
 * One address at which tus is spoken: where it is, who may create uploads there, and in whose words
 * it refuses. Everything else is the protocol's and the same at every door.
 *
 * <p>The doors are in this room. What has a default here is what a service of others may do in its
 * own way: leniency, limits, fields of its own, the shape of its addresses, words at the end.
 */
public abstract class TusDoor {

  /**
   * Our own endpoint: {@code POST /files/} with an API key as {@code Authorization: Bearer}, or
   * {@code POST /files/?ticket=<ticket>}; errors as {@code CODE: message}.
   */
  public static TusDoor files(TakeBytes take, Authenticate authenticate, TusBrowsers browsers) {
    return files(take, authenticate, browsers, /* expiredIsGone= */ false);
  }

  /**
   * The same.
   *
   * @param expiredIsGone whether an upload whose time has passed is 410 and not 404 (TUS-97)
   */
  public static TusDoor files(
      TakeBytes take, Authenticate authenticate, TusBrowsers browsers, boolean expiredIsGone) {
    return new FilesDoor(new KeyOrTicket(take, authenticate), browsers, expiredIsGone);
  }

  /**
   * Livepeer's tusEndpoint: {@code POST /api/asset/upload/tus?token=<ticket>} (LP-59 to LP-71).
   *
   * @param problems renders what is wrong with a ticket in the dialect's own shape, and unknown
   *     addresses below the door
   * @param ticketMissing answers a creation without a ticket (LP-59)
   */
  public static TusDoor livepeer(
      TakeBytes take, Area.FailureRenderer problems, Handler ticketMissing) {
    return new LivepeerDoor(take, problems, ticketMissing);
  }

  /**
   * Gcore's uploader: {@code POST /upload/} with a token in the metadata (GC-90 to GC-117).
   *
   * @param tokens reads those that the dialect hands out
   * @param sessions unfinished uploads of an account before it has to wait (GC-116)
   */
  public static TusDoor gcore(TakeBytes take, UploadTokens tokens, int sessions) {
    return new GcoreDoor(take, tokens, sessions);
  }

  /**
   * Cloudflare's: created by {@code POST} among the addresses of its API, gone on with below {@code
   * /tus} (CF-44 to CF-68).
   *
   * @param origin under which clients reach us, for addresses that are always absolute
   * @param strict whether the sizes of chunks are held to the service's rules (CF-61)
   */
  public static TusDoor cloudflare(
      TakeBytes take, CloudflareManners manners, Origin origin, boolean strict) {
    return new CloudflareDoor(take, manners, origin, strict);
  }

  /** The creation address, without a trailing slash; uploads are one segment below. */
  abstract String path();

  /** Whether the path is matched in any letter case. */
  abstract boolean ignoresCase();

  /** Whether a creation is asked for its ticket before anything of tus is looked at. */
  abstract boolean asksFirst();

  /** Whether the IETF's dialect is spoken, too (contract, section 21). */
  abstract boolean speaksIetf();

  /** Whether uploads can be parts of others here (TUS-123 to TUS-142). */
  abstract boolean joinsParts();

  /**
   * Decides about a creation. At a door that does not ask first, everything else about the request
   * is in order already. It must decide within five seconds and change nothing itself.
   *
   * @param metadata what the client says about its file; at a door that asks first, nothing
   * @throws slipway.core.problem.ProblemException refused, to be said in tus's words
   */
  abstract Admission admit(Request request, TusMetadata metadata) throws Exception;

  /**
   * Who asks for a creation that {@link #admit} refuses because the ticket is used up; if that very
   * request was made before, it is answered as it was then (TUS-68, TUS-137).
   */
  Optional<Creator> before(Request request) {
    return Optional.empty();
  }

  /** A refusal in this door's words, without the fields that every answer gets. */
  abstract Response refuse(TusRefusal refusal);

  /** What a problem of the house is here; empty where it is said in tus's words. */
  Optional<Response> inOwnWords(Problem problem) {
    return Optional.empty();
  }

  /** Whether an upload whose time has passed is 410 and not 404, in both dialects (TUS-97). */
  boolean expiredIsGone() {
    return false;
  }

  /** Answers a method or a path that is not offered. */
  abstract Response notOffered(Request request, List<String> allowed);

  /** Status of the answer to OPTIONS. */
  abstract int optionsStatus();

  /** Who may call from a browser. */
  abstract CorsPolicy cors();

  /** The same for who offers this door's creation among addresses of its own (TUS-146). */
  public final CorsPolicy browsers() {
    return cors();
  }

  /** What a video is called that is born with an upload. */
  String nameOf(TusMetadata metadata) {
    return metadata.name().orElse("Untitled");
  }

  /**
   * Looks at the size of what a PATCH brings, before a byte of it is read.
   *
   * @throws slipway.core.problem.ProblemException when this door takes no chunks of that size
   */
  void checkChunk(Upload upload, OptionalLong declared) {}

  /** How {@code Upload-Metadata} is read. */
  TusMetadata.Rules metadataRules() {
    return TusMetadata.Rules.STRICT;
  }

  /** Whether a checksum that is none is passed over instead of refused (GC-100). */
  boolean excusesChecksums() {
    return false;
  }

  /**
   * Whether a creation may have a body that is no bytes of the upload, and says nothing (CF-16).
   */
  boolean excusesBodies() {
    return false;
  }

  /** Whether unfinished uploads may be given up (TUS-122). */
  boolean terminates() {
    return true;
  }

  /** Whether parts may still be unfinished when they are joined (TUS-139). */
  boolean joinsUnfinished() {
    return joinsParts();
  }

  /** The largest file taken here, at most the house's own limit (TUS-220). */
  long maxBytes(UploadSettings house) {
    return house.maxBytes();
  }

  /** Which upload a request means; its address may carry more than that (TUS-285). */
  String uploadId(Request request) {
    return request.parameter("id");
  }

  /** Fields that every answer about an upload gets besides those of tus. */
  Headers onEvery(Upload upload) {
    return Headers.EMPTY;
  }

  /** Whether {@link #ending} is asked. */
  boolean endsInOwnWords() {
    return false;
  }

  /**
   * What the answer gets that ends an upload. Kept, and given again when the client asks again; it
   * may be asked twice if the house dies in between.
   */
  LastAnswer ending(Upload upload) {
    return new LastAnswer(List.of(), "");
  }

  /** Whether {@link #progressed} is told. */
  boolean watches() {
    return false;
  }

  /** An upload has come on; at most once a second for each, and never after its end. */
  void progressed(Upload upload) {}

  /** Fields that the answer to a creation gets besides those of tus. */
  Headers onCreation(Video video) {
    return Headers.EMPTY;
  }

  /** The extensions offered, in the order announced (TUS-19). */
  List<String> extensions() {
    List<String> extensions =
        new ArrayList<>(
            List.of(
                "creation",
                "creation-with-upload",
                "creation-defer-length",
                "expiration",
                "checksum",
                "checksum-trailer"));
    if (terminates()) {
      extensions.add("termination");
    }
    if (joinsParts()) {
      extensions.add("concatenation");
    }
    if (joinsParts() && joinsUnfinished()) {
      extensions.add("concatenation-unfinished");
    }
    return extensions;
  }

  /** The address of an upload, as this client sees the server (TUS-190 to TUS-192). */
  String location(Request request, Upload upload) {
    return request.location(path() + "/" + upload.id());
  }
}
