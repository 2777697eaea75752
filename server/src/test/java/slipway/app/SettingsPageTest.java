package slipway.app;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import slipway.config.SettingsPage;
import slipway.testing.GeneratedFile;

final class SettingsPageTest {
  @Test
  void thePageOfAllSettings_isUpToDate() throws IOException {
    GeneratedFile.assertUpToDate(
        "docs/operating/settings.md", SettingsPage.markdown(ServerSettings.SECTIONS));
  }
}
