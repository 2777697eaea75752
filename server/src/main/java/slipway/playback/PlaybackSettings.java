package slipway.playback;

import slipway.config.ByteSize;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;

/**
 * How playback behaves.
 *
 * @param indexCache memory for the indexes of videos that are being watched
 */
public record PlaybackSettings(ByteSize indexCache) {
  static final Setting<ByteSize> INDEX_CACHE =
      Setting.size(
          "playback.index-cache",
          ByteSize.ofMebibytes(1),
          ByteSize.ofGibibytes(64),
          ByteSize.ofMebibytes(64),
          "Memory for the indexes of videos that are being watched.");

  public static final SettingsSection SECTION = SettingsSection.of("Playback", INDEX_CACHE);

  /** Takes the values from settings loaded with {@link #SECTION}. */
  public static PlaybackSettings load(Settings settings) {
    return new PlaybackSettings(settings.get(INDEX_CACHE));
  }
}
