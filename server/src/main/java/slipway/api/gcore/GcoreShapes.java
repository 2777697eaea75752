package slipway.api.gcore;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue;

/**
 * The wire shapes, member by member as Gcore names them. What is {@code null} stands there as
 * {@code null}: installed apps read the members of a video one by one (section 3 of the contract).
 * Lengths of time are whole milliseconds (GC-11).
 */
final class GcoreShapes {
  private GcoreShapes() {}

  /** A video; one shape for lists and details (GC-36). */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record VideoShape(
      long id,
      String name,
      @Nullable String description,
      @JsonProperty("client_id") long clientId,
      String slug,
      String status,
      @Nullable String error,
      @Nullable Long duration,
      @JsonProperty("origin_video_duration") @Nullable Long originDuration,
      @JsonProperty("origin_size") @Nullable Long originSize,
      @JsonProperty("origin_width") @Nullable Integer originWidth,
      @JsonProperty("origin_height") @Nullable Integer originHeight,
      @JsonProperty("origin_audio_channels") @Nullable Integer originAudioChannels,
      @JsonProperty("origin_url") @Nullable String originUrl,
      @JsonProperty("origin_filename") @Nullable String originFilename,
      @JsonProperty("origin_host") @Nullable String originHost,
      @JsonProperty("origin_resource") @Nullable String originResource,
      @JsonProperty("origin_storage") @Nullable String originStorage,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("updated_at") String updatedAt,
      @JsonProperty("hls_url") String hlsUrl,
      @JsonProperty("hls_cmaf_url") String hlsCmafUrl,
      @JsonProperty("dash_url") String dashUrl,
      @JsonProperty("iframe_url") String iframeUrl,
      @JsonProperty("iframe_embed_code") String iframeEmbedCode,
      @JsonProperty("converted_videos") List<Converted> convertedVideos,
      List<String> screenshots,
      @Nullable String screenshot,
      @JsonProperty("screenshot_id") int screenshotId,
      @Nullable String poster,
      @JsonProperty("poster_thumb") @Nullable String posterThumb,
      @Nullable String sprite,
      @JsonProperty("sprite_vtt") @Nullable String spriteVtt,
      long views,
      @JsonProperty("cdn_views") long cdnViews,
      @JsonProperty("client_user_id") @Nullable Long clientUserId,
      @JsonProperty("directory_id") @Nullable Long directoryId,
      @JsonProperty("quality_set_id") @Nullable Long qualitySetId,
      @JsonProperty("stream_id") @Nullable Long streamId,
      @JsonProperty("ad_id") @Nullable Long adId,
      @JsonProperty("player_id") @Nullable Long playerId,
      int priority,
      @JsonProperty("clip_start_seconds") @Nullable Integer clipStartSeconds,
      @JsonProperty("clip_duration_seconds") @Nullable Integer clipDurationSeconds,
      @JsonProperty("source_bitrate_limit") boolean sourceBitrateLimit,
      @JsonProperty("record_type") @Nullable String recordType,
      @JsonProperty("recording_started_at") @Nullable String recordingStartedAt,
      @JsonProperty("auto_transcribe_audio_language") String autoTranscribe,
      @JsonProperty("auto_translate_subtitles_language") String autoTranslate,
      String projection,
      String encryption,
      @JsonProperty("share_url") @Nullable String shareUrl,
      @JsonProperty("custom_iframe_url") @Nullable String customIframeUrl,
      @Nullable Boolean demo,
      List<JsonValue> folders) {}

  /** One rendition of a video (GC-40). */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Converted(
      int id,
      String name,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable Long size,
      int progress,
      String status,
      String error,
      @JsonProperty("mp4_url") @Nullable String mp4Url) {}
}
