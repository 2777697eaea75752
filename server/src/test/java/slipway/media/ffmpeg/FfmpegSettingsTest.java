package slipway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FfmpegSettingsTest {
  private static final FfmpegSettings DEFAULTS = FfmpegSettings.defaults();

  @Test
  @DisplayName("MD-13, MD-20: defaults")
  void defaults() {
    assertThat(DEFAULTS.path()).isEmpty();
    assertThat(DEFAULTS.useBundle()).isTrue();
    assertThat(DEFAULTS.strongestLayer()).isEqualTo(Layer.BUBBLEWRAP);
    assertThat(DEFAULTS.addressSpaceBytes()).isEqualTo(6L * 1024 * 1024 * 1024);
    assertThat(DEFAULTS.probeAddressSpaceBytes()).isEqualTo(1L << 30);
    assertThat(DEFAULTS.openFiles()).isEqualTo(64);
    assertThat(DEFAULTS.nice()).isEqualTo(10);
    assertThat(DEFAULTS.threads()).isZero();
    assertThat(DEFAULTS.maxPixels()).isEqualTo(67_108_864);
    assertThat(DEFAULTS.probeDeadline()).isEqualTo(Duration.ofSeconds(20));
    assertThat(DEFAULTS.transcodeDeadline()).isEqualTo(Duration.ofSeconds(60));
    assertThat(DEFAULTS.transcodeDeadlineFactor()).isEqualTo(30);
    assertThat(DEFAULTS.stall()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void changesTouchOneValueEach() {
    FfmpegSettings changed =
        DEFAULTS
            .withPath(Path.of("/opt/ffmpeg"))
            .withSearchPath(List.of(Path.of("/bin")))
            .withoutBundle()
            .withStrongestLayer(Layer.LIMITS)
            .withReadableFolders(List.of(Path.of("/nix")))
            .withStall(Duration.ofSeconds(1));
    assertThat(changed.path()).contains(Path.of("/opt/ffmpeg"));
    assertThat(changed.searchPath()).containsExactly(Path.of("/bin"));
    assertThat(changed.useBundle()).isFalse();
    assertThat(changed.strongestLayer()).isEqualTo(Layer.LIMITS);
    assertThat(changed.readableFolders()).containsExactly(Path.of("/nix"));
    assertThat(changed.stall()).isEqualTo(Duration.ofSeconds(1));
    assertThat(changed.probeLimits()).isEqualTo(DEFAULTS.probeLimits());
  }

  @Test
  @DisplayName("MD-20: a transcode gets max(60 s, 30 x duration)")
  void deadlineGrowsWithDuration() {
    assertThat(DEFAULTS.transcodeLimits(Duration.ofSeconds(1)).deadline())
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(DEFAULTS.transcodeLimits(Duration.ofSeconds(10)).deadline())
        .isEqualTo(Duration.ofSeconds(300));
  }

  @Test
  @DisplayName("REL-31: silence is allowed for 60 s or a quarter of the duration, at most an hour")
  void stallGrowsWithDuration() {
    assertThat(DEFAULTS.transcodeLimits(Duration.ofSeconds(100)).stall())
        .contains(Duration.ofSeconds(60));
    assertThat(DEFAULTS.transcodeLimits(Duration.ofHours(1)).stall())
        .contains(Duration.ofMinutes(15));
    assertThat(DEFAULTS.transcodeLimits(Duration.ofHours(40)).stall())
        .contains(Duration.ofHours(1));
    assertThat(DEFAULTS.probeLimits().stall()).isEmpty();
  }

  @Test
  @DisplayName("REL-53: looking into a file has less memory than encoding it, and never more")
  void probesHaveLessMemory() {
    long least = 512L << 20;
    assertThat(DEFAULTS.probeLimits().addressSpaceBytes()).isEqualTo(1L << 30);
    assertThat(DEFAULTS.countLimits().addressSpaceBytes()).isEqualTo(1L << 30);
    assertThat(DEFAULTS.pictureLimits().addressSpaceBytes()).isEqualTo(6L << 30);
    assertThat(DEFAULTS.transcodeLimits(Duration.ZERO).addressSpaceBytes()).isEqualTo(6L << 30);
    assertThat(DEFAULTS.withMemory(least, 1L << 30).probeLimits().addressSpaceBytes())
        .isEqualTo(least);
  }

  @Test
  void wrongValuesNameTheKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withStall(Duration.ZERO))
        .withMessageContaining("ffmpeg.stall");
  }
}
