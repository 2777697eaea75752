package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PracticeTest {
  @Test
  @DisplayName("The clip to practise with can be packaged as it is, picture and sound")
  void clipIsFit() throws IOException {
    assertThat(Practice.once(new Practice.Clip(ByteBuffer.wrap(Practice.clip())))).isPositive();
  }

  @Test
  @DisplayName("Another file is a failure that is told, not a loop over nothing")
  void otherFile() {
    Practice.Clip noVideo = new Practice.Clip(ByteBuffer.wrap(new byte[100]));
    assertThatThrownBy(() -> Practice.once(noVideo)).isInstanceOf(IOException.class);
  }
}
