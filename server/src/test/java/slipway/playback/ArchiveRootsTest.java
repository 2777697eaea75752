package slipway.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.http.Response;

/** Archives whose root must be found first cost a whole file before their first byte. */
final class ArchiveRootsTest {
  private static final String CAR = "video/download.car";

  @TempDir Path folder;
  private Screen screen;
  private Video one;
  private Video two;

  @BeforeEach
  void open() throws IOException {
    screen = new Screen(folder);
    one = screen.ready(1, "sample.mp4", Wishes.none());
    two = screen.ready(2, "sample_portrait.mp4", Wishes.none());
  }

  @Test
  @DisplayName("MD-89: roots of two files are looked for at once; others are told to come again")
  void twoAtOnce() throws IOException {
    Response first = screen.get(one, CAR);
    Response second = screen.send(Request.to("HEAD", Screen.path(one, CAR)));
    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(200);
    for (Video video : new Video[] {one, two}) {
      Response third = screen.get(video, CAR);
      assertThat(third.status()).isEqualTo(503);
      assertThat(third.headers().first("Retry-After")).contains("10");
      assertThat(third.headers().first("Cache-Control")).contains("no-store");
    }
    Response file = screen.get(two, "video/download.mp4");
    assertThat(file.status()).as("which needs no root").isEqualTo(200);
    Screen.release(file);

    Screen.release(second);
    Screen.release(second);
    Response next = screen.get(two, CAR);
    assertThat(next.status()).as("one was given up").isEqualTo(200);
    assertThat(screen.get(two, CAR).status()).as("and only one").isEqualTo(503);
    first.content().toBytes();
    Response known = screen.get(two, CAR);
    assertThat(known.status()).as("one is known, however slowly it is sent").isEqualTo(200);
    Screen.release(first);
    assertThat(screen.get(two, CAR).status()).as("given back once").isEqualTo(503);
  }

  @Test
  @DisplayName("MD-89: a root that was found is known, and the archive is the same")
  void found_isKnown() throws IOException {
    byte[] archive = Screen.body(screen.get(one, CAR));
    assertThat(archive).hasSizeGreaterThan((int) Files.size(screen.sourceFile(one)));
    screen.get(two, CAR);
    screen.get(two, CAR);
    assertThat(screen.get(two, CAR).status()).isEqualTo(503);
    for (int i = 0; i < 3; i++) {
      assertThat(Screen.body(screen.get(one, CAR))).isEqualTo(archive);
    }
    Files.copy(screen.sourceFile(two), screen.sourceFile(one), StandardCopyOption.REPLACE_EXISTING);
    assertThat(screen.get(one, CAR).status()).as("other bytes have another root").isEqualTo(503);
  }

  @Test
  @DisplayName("MD-89: a file that is gone meanwhile holds nobody up")
  void gone_givesBack() throws IOException {
    for (int i = 0; i < 5; i++) {
      Video video = screen.ready(10 + i, "sample.mp4", Wishes.none());
      Response answer = screen.get(video, CAR);
      assertThat(answer.status()).isEqualTo(200);
      Files.delete(screen.sourceFile(video));
      assertThatThrownBy(() -> answer.content().toBytes())
          .isInstanceOf(NoSuchElementException.class);
      Screen.release(answer);
    }
    assertThat(screen.openFiles()).isZero();
  }
}
