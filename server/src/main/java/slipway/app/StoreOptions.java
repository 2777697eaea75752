package slipway.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import slipway.config.ByteSize;
import slipway.config.Format;
import slipway.config.Secret;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;
import slipway.media.ffmpeg.Room;
import slipway.sql.DatabaseSettings;
import slipway.storage.file.Durability;

/**
 * Where the house keeps what it knows and the bytes.
 *
 * @param blobs folder of the bytes
 * @param reserve bytes of its disk that are never used up
 * @param durability what bytes of uploads survive once they are acknowledged
 */
record StoreOptions(DatabaseSettings database, Path blobs, long reserve, Durability durability) {
  static final Setting<Optional<Secret>> DATABASE_URL =
      Setting.secret(
              "database.url",
              "Database: jdbc:sqlite:<file>, or jdbc:postgresql://… for several processes.")
          .defaultShownAs("jdbc:sqlite:<data>/slipway.db");

  static final Setting<Optional<String>> STORAGE =
      Setting.optional("storage", Format.text(), "Where bytes rest: file:<folder>.")
          .defaultShownAs("file:<data>/blobs");

  static final Setting<ByteSize> RESERVE =
      Setting.size(
          "storage.reserve",
          new ByteSize(0),
          ByteSize.ofGibibytes(1 << 20),
          ByteSize.ofMebibytes(512),
          "Space of the disk that is never used up; below it new uploads get 507, encoding waits.");

  static final Setting<Durability> DURABILITY =
      Setting.of(
          "storage.durability",
          Format.oneOf(Durability.class),
          Durability.POWER,
          "What acknowledged bytes survive: power, a loss of it; process, only a crash of ours.");

  static final SettingsSection SECTION =
      SettingsSection.of("Database and storage", DATABASE_URL, STORAGE, RESERVE, DURABILITY);

  private static final String FILE = "file:";

  /** What is left on the disk of a folder besides the reserve. */
  Room roomFor(Path folder) {
    return () -> {
      // One that is not there yet will lie on the disk of its parent.
      Path there = Files.exists(folder) ? folder : folder.resolveSibling(".");
      return Files.getFileStore(there).getUsableSpace() - reserve;
    };
  }

  static StoreOptions load(Settings settings, Path data) {
    String url =
        settings
            .get(DATABASE_URL)
            .map(Secret::reveal)
            .orElse("jdbc:sqlite:" + data.resolve("slipway.db"));
    if (!url.startsWith("jdbc:sqlite:") && !url.startsWith("jdbc:postgresql:")) {
      throw settings.refusal(
          DATABASE_URL, "neither starts with jdbc:sqlite: nor with jdbc:postgresql:");
    }
    String storage = settings.get(STORAGE).orElse(FILE + data.resolve("blobs"));
    if (!storage.startsWith(FILE)) {
      throw settings.refusal(STORAGE, "does not start with file:, the only store there is yet");
    }
    return new StoreOptions(
        DatabaseSettings.defaults(url),
        Path.of(storage.substring(FILE.length())),
        settings.get(RESERVE).bytes(),
        settings.get(DURABILITY));
  }
}
