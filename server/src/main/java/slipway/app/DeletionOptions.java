package slipway.app;

import java.time.Duration;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;

/**
 * What becomes of deleted videos.
 *
 * @param keep how long their bytes stay, so that they can be restored
 */
record DeletionOptions(Duration keep) {
  static final Setting<Duration> KEEP =
      Setting.duration(
          "delete.keep",
          Duration.ZERO,
          Duration.ofDays(365),
          Duration.ZERO,
          "How long the files of a deleted video stay, so that Livepeer's restore brings it back;"
              + " 0s gives the space back at once.");

  static final SettingsSection SECTION = SettingsSection.of("Deleting", KEEP);

  static DeletionOptions load(Settings settings) {
    return new DeletionOptions(settings.get(KEEP));
  }
}
