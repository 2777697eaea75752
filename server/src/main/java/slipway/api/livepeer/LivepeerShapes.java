package slipway.api.livepeer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue;

/**
 * The wire shapes, member by member as Livepeer names them. What is {@code null} is left out: an
 * SDK accepts a missing member but not a {@code null} (section 18 of the contract). Times are Unix
 * milliseconds (LP-12).
 */
final class LivepeerShapes {
  private LivepeerShapes() {}

  /** Every error (LP-03). */
  record Errors(List<String> errors) {}

  /** The key for encrypted uploads (LP-149). */
  record WrappingKeyAnswer(
      @JsonProperty("public_key") String publicKey,
      @JsonProperty("spki_public_key") String spkiPublicKey,
      @JsonProperty("node_name") String nodeName) {}

  /** That there is none (LP-149). */
  record WrappingKeyMissing(String error) {}

  /** Answer to request-upload (LP-31). */
  record Requested(String url, String tusEndpoint, Asset asset, TaskId task) {}

  /** Answer to upload by URL (LP-72). */
  record Imported(Asset asset, TaskId task) {}

  record TaskId(String id) {}

  /** Answer to an export (LP-165). */
  record TaskOnly(TaskShape task) {}

  record Asset(
      String id,
      String playbackId,
      String userId,
      long createdAt,
      String createdByTokenName,
      AssetStatus status,
      String name,
      Source source,
      String projectId,
      @Nullable String type,
      @Nullable PlaybackPolicy playbackPolicy,
      @Nullable CreatorId creatorId,
      @Nullable List<Profile> profiles,
      @Nullable JsonValue storage,
      @Nullable Boolean c2pa,
      @Nullable SigningStatus c2paStatus,
      @Nullable Long size,
      @Nullable List<Hash> hash,
      @Nullable VideoSpec videoSpec,
      @Nullable String playbackUrl,
      @Nullable String downloadUrl) {}

  record AssetStatus(
      String phase, long updatedAt, @Nullable Double progress, @Nullable String errorMessage) {}

  /** How far the signing is, once it has begun; ours, in the form of {@code storage.status}. */
  record SigningStatus(String phase, long updatedAt, @Nullable String errorMessage) {}

  record Source(
      String type,
      @Nullable String url,
      @Nullable String gatewayUrl,
      @Nullable Encryption encryption,
      @Nullable String playbackId,
      @Nullable String assetId,
      @Nullable String sessionId) {}

  record Encryption(String key) {
    /** The key is never told again (LP-47). */
    static Encryption masked() {
      return new Encryption("***");
    }
  }

  record PlaybackPolicy(
      String type,
      @Nullable String webhookId,
      @Nullable JsonValue webhookContext,
      @Nullable BigDecimal refreshInterval,
      @Nullable List<String> allowedOrigins) {}

  record CreatorId(String type, String value) {}

  record Profile(
      @Nullable Integer width,
      @Nullable String name,
      @Nullable Integer height,
      int bitrate,
      @Nullable Integer quality,
      @Nullable Integer fps,
      @Nullable Integer fpsDen,
      @Nullable String gop,
      @Nullable String profile,
      @Nullable String encoder) {}

  record Hash(String hash, String algorithm) {}

  record VideoSpec(
      @Nullable String format, double duration, long bitrate, @Nullable List<Track> tracks) {}

  record Track(
      String type,
      String codec,
      double startTime,
      double duration,
      long bitrate,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable String pixelFormat,
      @Nullable Double fps,
      @Nullable Integer channels,
      @Nullable Integer sampleRate,
      @Nullable Integer bitDepth) {}

  record TaskShape(
      String id,
      String type,
      long createdAt,
      @Nullable Long scheduledAt,
      @Nullable String inputAssetId,
      @Nullable String outputAssetId,
      String projectId,
      String userId,
      Params params,
      TaskStatus status,
      @Nullable Output output) {}

  record TaskStatus(
      String phase,
      long updatedAt,
      @Nullable Double progress,
      @Nullable String errorMessage,
      @Nullable Integer retries) {}

  record Params(@Nullable UploadParams upload, @Nullable JsonValue export) {}

  record UploadParams(
      @Nullable String url,
      @Nullable Boolean c2pa,
      @Nullable List<Profile> profiles,
      @Nullable Encryption encryption,
      @Nullable BigDecimal targetSegmentSizeSecs,
      boolean thumbnails) {}

  record Output(@Nullable UploadOutput upload, @Nullable JsonValue export) {}

  record UploadOutput(Asset assetSpec) {}

  record PlaybackInfo(String type, Meta meta) {}

  /** The policy may be {@code null} but has to be there (LP-117). */
  record Meta(
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable PlaybackPolicy playbackPolicy,
      List<PlaybackSource> source) {}

  /** Sizes in pixels, bytes and bits a second, only of files (LP-118). */
  record PlaybackSource(
      String hrn,
      String type,
      String url,
      @Nullable Long size,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable Long bitrate) {

    PlaybackSource(String hrn, String type, String url) {
      this(hrn, type, url, null, null, null, null);
    }
  }

  /** A signing key; the private half only in the answer that made it (LP-145). */
  record SigningKeyShape(
      String id,
      String name,
      String userId,
      long createdAt,
      @Nullable Long lastSeen,
      @Nullable Boolean disabled,
      String publicKey,
      String projectId,
      @Nullable String privateKey) {}

  record WebhookShape(
      String id,
      String userId,
      String projectId,
      long createdAt,
      String kind,
      String name,
      List<String> events,
      String url,
      @Nullable String streamId,
      @Nullable WebhookStatus status) {}

  record WebhookStatus(long lastTriggeredAt, @Nullable WebhookFailure lastFailure) {}

  record WebhookFailure(
      long timestamp,
      @Nullable Integer statusCode,
      @Nullable String error,
      @Nullable String response) {}

  record WebhookLog(
      String id,
      String webhookId,
      String event,
      long createdAt,
      double duration,
      boolean success,
      LogRequest request,
      LogResponse response,
      String userId,
      String projectId) {}

  record LogRequest(String url, String method, Map<String, String> headers, String body) {}

  record LogResponse(String body, long status, String statusText) {}

  /** What a webhook is told (LP-169). */
  record News(
      String id, String webhookId, long createdAt, long timestamp, String event, Object payload) {}

  record AssetPayload(AssetNews asset) {}

  record AssetNews(String id, Asset snapshot) {}

  record TaskPayload(@Nullable Boolean success, TaskNews task) {}

  record TaskNews(String id, String type, TaskShape snapshot) {}
}
