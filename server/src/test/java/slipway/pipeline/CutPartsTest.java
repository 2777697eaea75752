package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.video.Failure;
import slipway.media.container.FileByteSource;
import slipway.media.packaging.CheckedTrack;
import slipway.testing.Clips;

final class CutPartsTest {

  @ParameterizedTest
  @CsvSource({
    "10, 10, 10, good",
    "9.5, 10, 10, good",
    "9.4, 10, 10, INCOMPLETE",
    "95, 100, 100, good",
    "94.9, 100, 100, INCOMPLETE",
    "0, 0.5, 10, good",
    "0, 10, 10, INCOMPLETE",
    "10.5, 10, 10, good",
    "10.6, 10, 10, INTERNAL",
    "3, 0, 10, good",
  })
  @DisplayName("MD-43: a part may lack half a second or what damaged files may lack, and no more")
  void length(double seconds, double least, double most, String verdict) {
    Optional<Failure> fault = fault(seconds, least, most, /* frame= */ 0.04);
    assertThat(fault.map(failure -> failure.kind().name()).orElse("good")).isEqualTo(verdict);
  }

  @Test
  @DisplayName("MD-43: where a slide stays for ten seconds, the last one may reach over the end")
  void slides() {
    assertThat(fault(12, 3, 3, /* frame= */ 10)).isEmpty();
    assertThat(fault(14, 3, 3, /* frame= */ 10)).isPresent();
  }

  private static Optional<Failure> fault(double seconds, double least, double most, double frame) {
    return CutParts.fault(seconds, least, most, frame, /* leastShare= */ 95);
  }

  @Test
  @DisplayName("MD-43: the fault says how much came out, and what helps")
  void sentence() {
    assertThat(fault(4.04, 10, 10, 0.04).orElseThrow().sentence())
        .isEqualTo(
            "The file is damaged in the part that is wanted: 4.0 of 10.0 seconds came out. Ask for"
                + " another part, or upload the file again, converted to MP4.");
  }

  @Test
  @DisplayName("What no player takes as it is, is a track all the same; what is no MP4 is none")
  void tracks(@TempDir Path folder) throws IOException {
    List<CheckedTrack> tracks = read(Clips.clip("bt601.mov"));
    assertThat(tracks.getFirst().track().video()).isPresent();
    assertThat(CutParts.length(tracks)).isPositive();
    Path text = Files.writeString(folder.resolve("cut.mp4"), "nothing");
    assertThat(read(text)).isEmpty();
    assertThat(CutParts.length(List.of())).isZero();
  }

  private static List<CheckedTrack> read(Path path) throws IOException {
    try (FileByteSource file = FileByteSource.open(path)) {
      return CutParts.tracks(file);
    }
  }
}
