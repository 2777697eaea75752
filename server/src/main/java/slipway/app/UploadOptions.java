package slipway.app;

import java.time.Duration;
import java.util.Optional;
import slipway.config.ByteSize;
import slipway.config.Format;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;
import slipway.core.upload.UploadSettings;

/** What an operator may set of uploads. */
final class UploadOptions {
  private static final UploadSettings DEFAULTS = UploadSettings.defaults();

  static final Setting<Duration> TICKET_LIFETIME =
      Setting.duration(
          "upload.ticket-lifetime",
          Duration.ofSeconds(1),
          Duration.ofDays(365),
          DEFAULTS.ticketLifetime(),
          "How long a one-time upload URL may start a direct upload.");

  static final Setting<Duration> KEEP_UNFINISHED =
      Setting.duration(
          "upload.keep-unfinished",
          Duration.ofSeconds(1),
          Duration.ofDays(365),
          DEFAULTS.keepUnfinished(),
          "How long an unfinished upload waits for its next byte before it is cleaned away.");

  static final Setting<ByteSize> MAX_SIZE =
      Setting.size(
          "upload.max-size",
          new ByteSize(1),
          ByteSize.ofGibibytes(1 << 20),
          new ByteSize(DEFAULTS.maxBytes()),
          "The largest file taken.");

  static final Setting<Optional<ByteSize>> QUOTA =
      Setting.optional(
              "upload.quota",
              Format.size(new ByteSize(1), ByteSize.ofGibibytes(1 << 20)),
              "Bytes of files that an account may store which has no quota of its own.")
          .defaultShownAs("unlimited");

  static final Setting<Integer> MAX_TASKS =
      Setting.count(
          "upload.max-tasks",
          1,
          1_000_000,
          DEFAULTS.maxActiveTasks(),
          "Queued or running tasks of one account before it is told to wait.");

  static final Setting<Duration> KEEP_UNTOUCHED =
      Setting.duration(
          "upload.keep-untouched",
          Duration.ofSeconds(1),
          Duration.ofDays(365),
          DEFAULTS.keepUntouched(),
          "How long an upload waits whose creation was answered, but whose address nobody used.");

  static final Setting<Duration> KEEP_PARTS =
      Setting.duration(
          "upload.keep-parts",
          Duration.ofSeconds(1),
          Duration.ofDays(365),
          DEFAULTS.keepParts(),
          "How long the parts of a parallel upload stay after they were joined.");

  static final Setting<Integer> MAX_OPEN =
      Setting.count(
          "upload.max-open",
          1,
          1_000_000,
          DEFAULTS.maxOpen(),
          "Unfinished uploads of one account before it is told to wait.");

  static final Setting<Optional<Duration>> MINUTES =
      Setting.optional(
              "upload.minutes",
              Format.duration(Duration.ofMinutes(1), Duration.ofDays(36_500)),
              "How much video an account may store, with what is reserved for uploads to come.")
          .defaultShownAs("unlimited");

  static final Setting<Boolean> SOFT_HEAD =
      Setting.yesOrNo(
          "upload.soft-head",
          /* defaultValue= */ false,
          "Whether a HEAD on an upload that is receiving bytes only pauses it for up to 5 s,"
              + " instead of ending the request that brings them.");

  static final SettingsSection SECTION =
      SettingsSection.of(
          "Uploads",
          TICKET_LIFETIME,
          KEEP_UNFINISHED,
          KEEP_UNTOUCHED,
          KEEP_PARTS,
          MAX_SIZE,
          QUOTA,
          MAX_TASKS,
          MAX_OPEN,
          MINUTES,
          SOFT_HEAD);

  private UploadOptions() {}

  static UploadSettings load(Settings settings) {
    return new UploadSettings(
            settings.get(TICKET_LIFETIME),
            settings.get(KEEP_UNFINISHED),
            settings.get(KEEP_UNTOUCHED),
            settings.get(KEEP_PARTS),
            settings.get(MAX_SIZE).bytes(),
            settings.get(QUOTA).map(ByteSize::bytes).orElse(null),
            settings.get(MAX_TASKS),
            settings.get(MAX_OPEN))
        .withMinutes(settings.get(MINUTES).orElse(null));
  }
}
