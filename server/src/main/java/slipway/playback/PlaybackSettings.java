package slipway.playback;

import slipway.config.ByteSize;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;

/**
 * How playback behaves.
 *
 * @param indexCache memory for the indexes of videos that are being watched
 * @param whileUploading whether a video may be watched before its last byte came
 */
public record PlaybackSettings(ByteSize indexCache, boolean whileUploading) {
  static final Setting<ByteSize> INDEX_CACHE =
      Setting.size(
          "playback.index-cache",
          ByteSize.ofMebibytes(1),
          ByteSize.ofGibibytes(64),
          ByteSize.ofMebibytes(64),
          "Memory for the indexes of videos that are being watched.");

  static final Setting<Boolean> WHILE_UPLOADING =
      Setting.yesOrNo(
          "playback.while-uploading",
          true,
          "Whether an MP4 file with its index in front can be watched as far as it has come.");

  public static final SettingsSection SECTION =
      SettingsSection.of("Playback", INDEX_CACHE, WHILE_UPLOADING);

  /** Takes the values from settings loaded with {@link #SECTION}. */
  public static PlaybackSettings load(Settings settings) {
    return new PlaybackSettings(settings.get(INDEX_CACHE), settings.get(WHILE_UPLOADING));
  }
}
