package slipway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import slipway.testing.SettingsFixture;

final class DataSettingsTest {
  @Test
  void defaults() {
    assertThat(DataSettings.load(SettingsFixture.defaults(DataSettings.SECTION)))
        .isEqualTo(new DataSettings(Path.of("slipway-data")));
  }

  @Test
  void every_key_set_to_something_else() {
    var settings = SettingsFixture.everyKeySet(DataSettings.SECTION, Map.of("data", "/srv/video"));
    assertThat(DataSettings.load(settings)).isEqualTo(new DataSettings(Path.of("/srv/video")));
  }
}
