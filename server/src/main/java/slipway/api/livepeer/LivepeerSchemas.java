package slipway.api.livepeer;

import static slipway.api.livepeer.schema.Schema.array;
import static slipway.api.livepeer.schema.Schema.bool;
import static slipway.api.livepeer.schema.Schema.integer;
import static slipway.api.livepeer.schema.Schema.nothing;
import static slipway.api.livepeer.schema.Schema.number;
import static slipway.api.livepeer.schema.Schema.object;
import static slipway.api.livepeer.schema.Schema.oneOf;
import static slipway.api.livepeer.schema.Schema.oneOfTexts;
import static slipway.api.livepeer.schema.Schema.string;

import slipway.api.livepeer.schema.Schema;

/** The schemas of Livepeer's OpenAPI document, members in its order (LP-08). */
final class LivepeerSchemas {
  private LivepeerSchemas() {}

  static final Schema PLAYBACK_POLICY =
      object()
          .orNull()
          .required("type")
          .with("type", oneOfTexts("public", "jwt", "webhook"))
          .with("webhookId", string())
          .with("webhookContext", object())
          .with("refreshInterval", number())
          .with("allowedOrigins", array(string()))
          .closed();

  static final Schema INPUT_CREATOR_ID =
      oneOf(
          object()
              .required("type", "value")
              .with("type", oneOfTexts("unverified"))
              .with("value", string())
              .closed(),
          string());

  static final Schema NFT_SPEC =
      object()
          .with("nftMetadataTemplate", oneOfTexts("file", "player"))
          .with("nftMetadata", object())
          .closed();

  static final Schema STORAGE =
      object()
          .with(
              "ipfs",
              oneOf(object().with("spec", oneOf(nothing(), NFT_SPEC)).closed(), bool(), nothing()))
          .closed();

  static final Schema TRANSCODE_PROFILE =
      object()
          .required("bitrate")
          .with("width", integer().atLeast(128))
          .with("name", string().ofLength(1, 500))
          .with("height", integer().atLeast(128))
          .with("bitrate", integer().atLeast(400))
          .with("quality", integer().atLeast(0).atMost(44))
          .with("fps", integer().atLeast(0))
          .with("fpsDen", integer().atLeast(1))
          .with("gop", string())
          .with(
              "profile", oneOfTexts("H264Baseline", "H264Main", "H264High", "H264ConstrainedHigh"))
          .with("encoder", oneOfTexts("H.264", "HEVC", "VP8", "VP9"))
          .closed();

  static final Schema ENCRYPTION =
      object().required("encryptedKey").with("encryptedKey", string()).closed();

  static final Schema NEW_ASSET_PAYLOAD =
      object()
          .required("name")
          .with("name", string())
          .with("staticMp4", bool())
          .with("playbackPolicy", PLAYBACK_POLICY)
          .with("creatorId", INPUT_CREATOR_ID)
          .with("storage", STORAGE)
          .with("encryption", ENCRYPTION)
          .with("c2pa", bool())
          .with("profiles", array(TRANSCODE_PROFILE).orNull())
          .with("targetSegmentSizeSecs", number())
          .closed();

  static final Schema ASSET_PATCH_PAYLOAD =
      object()
          .with("name", string())
          .with("creatorId", INPUT_CREATOR_ID)
          .with("playbackPolicy", PLAYBACK_POLICY)
          .with("storage", STORAGE)
          .closed();

  static final Schema CLIP_PAYLOAD =
      object()
          .required("playbackId", "startTime")
          .with("playbackId", string())
          .with("startTime", number())
          .with("endTime", number())
          .with("name", string())
          .with("sessionId", string())
          .closed();

  private static final Schema PINATA =
      oneOf(
          object().required("jwt").with("jwt", string()).closed(),
          object()
              .required("apiKey", "apiSecret")
              .with("apiKey", string())
              .with("apiSecret", string())
              .closed());

  static final Schema EXPORT_PAYLOAD =
      oneOf(
          object()
              .required("ipfs")
              .with(
                  "ipfs",
                  object()
                      .with("nftMetadataTemplate", oneOfTexts("file", "player"))
                      .with("nftMetadata", object())
                      .with("pinata", PINATA)
                      .closed())
              .closed(),
          object()
              .required("custom")
              .with(
                  "custom",
                  object()
                      .required("url")
                      .with("url", string().matching("^https?://").asUri())
                      .with("method", oneOfTexts("PUT", "POST"))
                      .with("headers", object())
                      .closed())
              .closed());

  static final Schema NEW_ASSET_FROM_URL_PAYLOAD =
      object()
          .required("name", "url")
          .with("name", string())
          .with("staticMp4", bool())
          .with("playbackPolicy", PLAYBACK_POLICY)
          .with("creatorId", INPUT_CREATOR_ID)
          .with("storage", STORAGE)
          .with("url", string().matching("^(https?|ipfs|ar)://").asUri())
          .with("encryption", ENCRYPTION)
          .with("c2pa", bool())
          .with("profiles", array(TRANSCODE_PROFILE).orNull())
          .with("targetSegmentSizeSecs", number())
          .closed();

  static final Schema NEW_SIGNING_KEY =
      object().with("name", string()).with("projectId", string()).closed();

  static final Schema SIGNING_KEY_PATCH =
      object().with("name", string()).with("disabled", bool()).closed();

  private static final Schema WEBHOOK_EVENT =
      oneOfTexts(LivepeerWebhooks.EVENTS.stream().sorted().toArray(String[]::new));

  /** Read-only keys are accepted and ignored (LP-179). */
  static final Schema WEBHOOK =
      object()
          .required("name", "url")
          .with("id", string())
          .with("kind", string())
          .with("userId", string())
          .with("createdAt", number())
          .with("status", object())
          .with("projectId", string())
          .with("name", string())
          .with("url", string().matching("^http(s)?://").asUri())
          .with("event", WEBHOOK_EVENT)
          .with("events", array(WEBHOOK_EVENT))
          .with("sharedSecret", string())
          .with("streamId", string())
          .closed();

  static final Schema WEBHOOK_PATCH =
      object()
          .with("name", string())
          .with("url", string().matching("^http(s)?://").asUri())
          .with("events", array(WEBHOOK_EVENT))
          .with("sharedSecret", string())
          .with("streamId", string())
          .closed();

  static final Schema IDS = object().with("ids", array(string())).closed();
}
