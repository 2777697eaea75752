package slipway.api.cloudflare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue;

/**
 * The wire shapes, member by member as Cloudflare names them (section 7 of the contract). What may
 * be {@code null} there is written so; what is optional there is left out.
 */
final class CloudflareShapes {
  private CloudflareShapes() {}

  /** Around every answer (CF-07). {@code total} and {@code range} only where a list counts. */
  record Envelope(
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Object result,
      boolean success,
      List<Note> errors,
      List<Note> messages,
      @Nullable String total,
      @Nullable String range) {

    static Envelope of(@Nullable Object result) {
      return new Envelope(result, /* success= */ true, List.of(), List.of(), null, null);
    }

    static Envelope counted(Object result, String total, String range) {
      return new Envelope(result, /* success= */ true, List.of(), List.of(), total, range);
    }

    static Envelope failed(List<Note> errors, List<Note> messages) {
      return new Envelope(null, /* success= */ false, errors, messages, null, null);
    }
  }

  /** One error or message. */
  record Note(int code, String message) {}

  /** A video. The members at the end are only those of a clip (CF-149). */
  record VideoShape(
      String uid,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String creator,
      String thumbnail,
      double thumbnailTimestampPct,
      boolean readyToStream,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String readyToStreamAt,
      Status status,
      JsonValue meta,
      String created,
      String modified,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String scheduledDeletion,
      long size,
      String preview,
      List<String> allowedOrigins,
      boolean requireSignedURLs,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String uploaded,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String uploadExpiry,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long maxSizeBytes,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long maxDurationSeconds,
      Number duration,
      Input input,
      Playback playback,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Object watermark,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String clippedFrom,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable JsonValue publicDetails,
      @Nullable String clippedFromVideoUID,
      @Nullable Long startTimeSeconds,
      @Nullable Long endTimeSeconds) {}

  /**
   * Where a video stands (CF-76). In an error the reasons stand there twice, since some clients
   * read the names of the prose (CF-77).
   */
  record Status(
      String state,
      @Nullable String step,
      @Nullable String pctComplete,
      String errorReasonCode,
      String errorReasonText,
      @Nullable String errReasonCode,
      @Nullable String errReasonText) {}

  /** Pixels, -1 while unknown. */
  record Input(int width, int height) {}

  record Playback(String hls, String dash) {}

  /** Answer to direct_upload (CF-30). */
  record DirectUpload(
      String uploadURL,
      String uid,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Object watermark,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String scheduledDeletion,
      @Nullable String creator) {}

  /** What is stored (CF-91). */
  record StorageUsage(
      double totalStorageMinutes,
      long totalStorageMinutesLimit,
      long videoCount,
      @Nullable String creator) {}

  record WebhookShape(String notificationUrl, String modified, String secret) {}

  /** There are none here (section 21 of the contract). */
  record LiveInputs(List<Map<String, String>> liveInputs, int range, int total) {
    static LiveInputs none() {
      return new LiveInputs(List.of(), 0, 0);
    }
  }
}
