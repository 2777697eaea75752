package slipway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.sound.Sound;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Response;
import slipway.storage.BlobKeys;
import slipway.testing.Clips;
import slipway.testing.SettableClock;

/** Sound that was added to a video, as players are told of it. */
final class AddedSoundTest {
  private static final UUID ID = new UUID(7, 1);
  private static final String NAME = "audio-00000000000000070000000000000001";

  @TempDir Path folder;
  private Screen screen;
  private Video video;

  @BeforeEach
  void open() throws IOException {
    screen = new Screen(folder);
    video = screen.ready(1, "bbb_prog_10s.mp4", Wishes.none());
    Files.copy(
        Clips.clip("sample_audio_only_15s.mp4"), folder.resolve(BlobKeys.sound(video.id(), ID)));
  }

  @Test
  @DisplayName("CF-117, CF-145 a track that is ready joins the audio group from the next list on")
  void listed() throws IOException {
    String before = master();
    screen.sounds.add(sound("Deutsch \"X\" <1>", /* byDefault= */ false, Sound.State.QUEUED));
    assertThat(master()).isEqualTo(before);

    screen.sounds.update(sound("Deutsch \"X\" <1>", /* byDefault= */ false, Sound.State.READY));
    assertThat(groups())
        .hasSize(2)
        .first()
        .asString()
        .contains("DEFAULT=YES,AUTOSELECT=YES")
        .contains("URI=\"source-audio/");
    assertThat(groups().getLast())
        .contains("NAME=\"Deutsch X <1>\",DEFAULT=NO,AUTOSELECT=NO")
        .contains(NAME + "/index.m3u8");
    String dash = text("index.mpd");
    assertThat(dash.split("contentType=\"audio\"", -1)).hasSize(3);
    assertThat(dash)
        .containsSubsequence(
            "value=\"main\"",
            "id=\"source-audio\"",
            "value=\"alternate\"",
            "<Label>Deutsch &quot;X&quot; &lt;1&gt;</Label>",
            "id=\"" + NAME + "\"");
    assertThat(text(NAME + "/index.m3u8")).contains("#EXT-X-ENDLIST");
    assertThat(status(NAME + "/init.mp4")).isEqualTo(200);
    assertThat(status(NAME + "/0.m4s")).isEqualTo(200);

    screen.sounds.remove(ID);
    assertThat(master()).isEqualTo(before);
    assertThat(status(NAME + "/index.m3u8")).isEqualTo(404);
  }

  @Test
  @DisplayName("CF-147 the default track stands before the file's own sound")
  void preferred() throws IOException {
    screen.sounds.add(sound("Deutsch", /* byDefault= */ true, Sound.State.READY));
    assertThat(groups()).hasSize(2);
    assertThat(groups().getFirst()).contains("NAME=\"Deutsch\",DEFAULT=YES,AUTOSELECT=YES");
    assertThat(groups().getLast()).contains("DEFAULT=NO").contains("URI=\"source-audio/");
    assertThat(text("index.mpd"))
        .containsSubsequence("value=\"main\"", "<Label>Deutsch</Label>", "id=\"source-audio\"");
  }

  @Test
  @DisplayName(
      "CF-117, CF-147 beside a silent picture the oldest track is the default, or the chosen")
  void silentPicture() throws IOException {
    video = screen.ready(3, "sample_video_only.mp4", Wishes.none());
    UUID other = new UUID(7, 2);
    for (UUID id : List.of(ID, other)) {
      Files.copy(
          Clips.clip("sample_audio_only_15s.mp4"), folder.resolve(BlobKeys.sound(video.id(), id)));
    }
    screen.sounds.add(sound("First", /* byDefault= */ false, Sound.State.READY));
    Sound second = sound(other, "Second", /* byDefault= */ false);
    screen.sounds.add(second);

    assertThat(groups()).hasSize(2);
    assertThat(groups().getFirst()).contains("NAME=\"First\",DEFAULT=YES,AUTOSELECT=YES");
    assertThat(groups().getLast()).contains("NAME=\"Second\",DEFAULT=NO");
    assertThat(master().lines().filter(line -> line.startsWith("#EXT-X-STREAM-INF")))
        .allSatisfy(line -> assertThat(line).contains("AUDIO=\"audio\"").contains("mp4a."));

    screen.sounds.update(sound(other, "Second", /* byDefault= */ true));
    assertThat(groups().getFirst()).contains("NAME=\"Second\",DEFAULT=YES");
    assertThat(groups().getLast()).contains("NAME=\"First\",DEFAULT=NO");
  }

  private Sound sound(UUID id, String label, boolean byDefault) {
    return new Sound(
        id,
        video.id(),
        label,
        byDefault,
        Sound.State.READY,
        null,
        null,
        1,
        SettableClock.START.plusSeconds(id.getLeastSignificantBits()));
  }

  @Test
  @DisplayName("CF-117 beside sound without pictures it is another choice and no other quality")
  void withoutPictures() throws IOException {
    video = screen.ready(2, "sample_audio_only_15s.mp4", Wishes.none());
    Files.copy(
        Clips.clip("sample_audio_only_15s.mp4"), folder.resolve(BlobKeys.sound(video.id(), ID)));
    screen.sounds.add(sound("Deutsch", /* byDefault= */ false, Sound.State.READY));
    assertThat(groups()).hasSize(2);
    assertThat(master().lines().filter(line -> line.startsWith("#EXT-X-STREAM-INF")))
        .singleElement()
        .asString()
        .contains("AUDIO=\"audio\"");
    assertThat(master().strip()).endsWith("\nsource/index.m3u8");
  }

  @Test
  @DisplayName("CF-145 a video plays on without a track whose file is gone")
  void missing() throws IOException {
    String before = master();
    Files.delete(folder.resolve(BlobKeys.sound(video.id(), ID)));
    screen.sounds.add(sound("Deutsch", /* byDefault= */ true, Sound.State.READY));
    assertThat(master()).isEqualTo(before);
  }

  private Sound sound(String label, boolean byDefault, Sound.State state) {
    return new Sound(ID, video.id(), label, byDefault, state, null, null, 1, SettableClock.START);
  }

  private List<String> groups() throws IOException {
    return master().lines().filter(line -> line.contains("TYPE=AUDIO")).toList();
  }

  private String master() throws IOException {
    return text("index.m3u8");
  }

  private String text(String file) throws IOException {
    Response answer = screen.get(video, file);
    assertThat(answer.status()).as(file).isEqualTo(200);
    return new String(Screen.body(answer), UTF_8);
  }

  private int status(String file) {
    Response answer = screen.get(video, file);
    Screen.release(answer);
    return answer.status();
  }
}
