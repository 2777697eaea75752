package slipway.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.config.Format;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;

/**
 * What is asked of viewers, and how their countries are found out.
 *
 * @param originNeeded whether who tells no origin is kept out where origins count (CF-114)
 * @param countries database of countries (CF-112)
 * @param countryHeader header of a trusted proxy that says the country
 */
record ViewerOptions(
    boolean originNeeded, Optional<Path> countries, Optional<String> countryHeader) {
  static final Setting<Boolean> ORIGIN_NEEDED =
      Setting.yesOrNo(
          "viewer.origin-needed",
          false,
          "Keep out who sends neither Origin nor Referer where a video has allowed origins: apps,"
              + " curl, and pages that hide.");

  static final Setting<Optional<Path>> DATABASE =
      Setting.optional(
          "geoip.database",
          Format.path(),
          "File in MaxMind's DB format, such as GeoLite2-Country.mmdb, for rules of tokens about"
              + " countries. Replaced, it is read anew within minutes.");

  static final Setting<Optional<String>> HEADER =
      Setting.optional(
          "geoip.header",
          Format.text(),
          "Header in which a trusted proxy tells the viewer's country, such as CF-IPCountry; counts"
              + " before the database.");

  static final SettingsSection SECTION =
      SettingsSection.of("Viewers", ORIGIN_NEEDED, DATABASE, HEADER);

  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

  static ViewerOptions load(Settings settings, Path folder) {
    Optional<Path> database = settings.get(DATABASE).map(folder::resolve);
    if (database.isPresent() && !Files.isReadable(database.get())) {
      throw settings.refusal(DATABASE, "is no file that can be read");
    }
    Optional<String> header = settings.get(HEADER);
    if (header.isPresent() && !HEADER_NAME.matcher(header.get()).matches()) {
      throw settings.refusal(HEADER, "is no name of a header");
    }
    return new ViewerOptions(settings.get(ORIGIN_NEEDED), database, header);
  }
}
