package slipway.api.gcore;

import java.net.URI;
import java.util.Optional;
import slipway.config.Format;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;

/**
 * How the Gcore dialect answers where its clients disagree, or where the network decides.
 *
 * @param createAnswer what creating a video is answered with
 * @param uploadHost host, and port unless it is 443, that uploaders are sent to; empty for those of
 *     the public URL
 * @param uploadSessions unfinished uploads of an account before it has to wait (GC-116)
 * @param webhookUrl what is told of the account {@code default}, if anything is
 */
public record GcoreSettings(
    CreateAnswer createAnswer,
    Optional<String> uploadHost,
    int uploadSessions,
    Optional<URI> webhookUrl) {
  static final Setting<CreateAnswer> CREATE_ANSWER =
      Setting.of(
          "gcore.create-answer",
          Format.oneOf(CreateAnswer.class),
          CreateAnswer.BY_CLIENT,
          "What POST /streaming/videos answers: by-client is an array for Gcore's generated SDKs"
              + " and an object for all others; object and array are the same for everybody.");

  static final Setting<Optional<String>> UPLOAD_HOST =
      Setting.optional(
              "gcore.upload-host",
              Format.host(),
              "Host and, unless it is 443, port that uploaders are sent to; they always use https.")
          .defaultShownAs("those of the public URL");

  static final Setting<Integer> UPLOAD_SESSIONS =
      Setting.count(
          "gcore.upload-sessions",
          1,
          1_000_000,
          1000,
          "Unfinished uploads of an account at /upload/, each part of a parallel one for itself;"
              + " whoever begins one more is answered 429.");

  static final Setting<Optional<URI>> WEBHOOK_URL =
      Setting.optional(
          "gcore.webhook-url",
          Format.uri("http", "https"),
          "URL that is told of the videos of the account default, as Gcore tells it; set at each"
              + " start. For other accounts: PUT /admin/accounts/{id}/webhooks/gcore.");

  public static final SettingsSection SECTION =
      SettingsSection.of("Gcore's API", CREATE_ANSWER, UPLOAD_HOST, UPLOAD_SESSIONS, WEBHOOK_URL);

  /** What creating a video is answered with (GC-33). */
  public enum CreateAnswer {
    BY_CLIENT,
    OBJECT,
    ARRAY
  }

  /** Takes the values from settings loaded with {@link #SECTION}. */
  public static GcoreSettings load(Settings settings) {
    return new GcoreSettings(
        settings.get(CREATE_ANSWER), settings.get(UPLOAD_HOST),
        settings.get(UPLOAD_SESSIONS), settings.get(WEBHOOK_URL));
  }
}
