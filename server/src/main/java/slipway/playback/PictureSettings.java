package slipway.playback;

import java.time.Duration;
import slipway.config.ByteSize;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;

/**
 * How pictures are made that somebody asks for.
 *
 * @param cache room on the disk for those that were made
 * @param atOnce how many are made at the same time
 * @param patience how long a request waits for its turn before it is told to come again
 */
public record PictureSettings(ByteSize cache, int atOnce, Duration patience) {
  static final Setting<ByteSize> CACHE =
      Setting.size(
          "pictures.cache",
          new ByteSize(0),
          ByteSize.ofGibibytes(1 << 20),
          ByteSize.ofGibibytes(2),
          "Room on the disk for pictures that were made on request.");

  static final Setting<Integer> AT_ONCE =
      Setting.count("pictures.at-once", 1, 1024, 2, "Pictures that are made at the same time.");

  static final Setting<Duration> PATIENCE =
      Setting.duration(
          "pictures.patience",
          Duration.ZERO,
          Duration.ofMinutes(5),
          Duration.ofSeconds(5),
          "How long a request for a picture waits for its turn before it gets 503.");

  public static final SettingsSection SECTION =
      SettingsSection.of("Pictures", CACHE, AT_ONCE, PATIENCE);

  /** Takes the values from settings loaded with {@link #SECTION}. */
  public static PictureSettings load(Settings settings) {
    return new PictureSettings(settings.get(CACHE), settings.get(AT_ONCE), settings.get(PATIENCE));
  }
}
