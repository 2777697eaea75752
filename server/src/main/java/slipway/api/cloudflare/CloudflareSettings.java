package slipway.api.cloudflare;

import java.time.Duration;
import slipway.config.ByteSize;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;

/**
 * The figures of this dialect that Cloudflare gives, or that its documentation gave once.
 *
 * @param longest the largest {@code maxDurationSeconds} (CF-21)
 * @param soonestExpiry how far ahead an upload URL's end lies at least (CF-22)
 * @param latestExpiry and at most
 * @param formLimit the largest file in a form (CF-36)
 * @param strictChunks whether the sizes of tus chunks are held to Cloudflare's rules (CF-61)
 * @param maxQueued videos of an account in the works before it has to wait (CF-154)
 */
public record CloudflareSettings(
    Duration longest,
    Duration soonestExpiry,
    Duration latestExpiry,
    long formLimit,
    boolean strictChunks,
    int maxQueued) {
  static final Setting<Duration> LONGEST =
      Setting.duration(
          "cloudflare.max-duration",
          Duration.ofSeconds(1),
          Duration.ofDays(365),
          Duration.ofHours(10),
          "The longest video that maxDurationSeconds may ask for.");

  static final Setting<Duration> SOONEST_EXPIRY =
      Setting.duration(
          "cloudflare.soonest-expiry",
          Duration.ofSeconds(1),
          Duration.ofDays(365),
          Duration.ofMinutes(2),
          "How far ahead the expiry of a direct upload lies at least.");

  static final Setting<Duration> LATEST_EXPIRY =
      Setting.duration(
          "cloudflare.latest-expiry",
          Duration.ofSeconds(1),
          Duration.ofDays(365),
          Duration.ofHours(6),
          "How far ahead the expiry of a direct upload lies at most.");

  static final Setting<ByteSize> FORM_LIMIT =
      Setting.size(
          "cloudflare.form-limit",
          new ByteSize(1),
          ByteSize.ofGibibytes(1 << 20),
          new ByteSize(209_715_200),
          "The largest file that is taken as a form; larger ones come by tus.");

  static final Setting<Boolean> STRICT_CHUNKS =
      Setting.yesOrNo(
          "cloudflare.strict-chunks",
          false,
          "Refuse tus chunks whose size Cloudflare would refuse; otherwise any size is taken.");

  static final Setting<Integer> MAX_QUEUED =
      Setting.count(
          "cloudflare.max-queued",
          1,
          1_000_000,
          120,
          "Videos of one account in the works before Cloudflare's dialect tells it to wait.");

  public static final SettingsSection SECTION =
      SettingsSection.of(
          "Cloudflare's dialect",
          LONGEST,
          SOONEST_EXPIRY,
          LATEST_EXPIRY,
          FORM_LIMIT,
          STRICT_CHUNKS,
          MAX_QUEUED);

  /** Takes the values from settings loaded with {@link #SECTION}. */
  public static CloudflareSettings load(Settings settings) {
    return new CloudflareSettings(
        settings.get(LONGEST),
        settings.get(SOONEST_EXPIRY),
        settings.get(LATEST_EXPIRY),
        settings.get(FORM_LIMIT).bytes(),
        settings.get(STRICT_CHUNKS),
        settings.get(MAX_QUEUED));
  }

  /** Cloudflare's own figures. */
  public static CloudflareSettings defaults() {
    return new CloudflareSettings(
        Duration.ofHours(10),
        Duration.ofMinutes(2),
        Duration.ofHours(6),
        209_715_200,
        /* strictChunks= */ false,
        120);
  }
}
