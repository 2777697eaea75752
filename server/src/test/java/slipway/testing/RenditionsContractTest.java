package slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.rendition.Traits;
import slipway.core.video.Video;

/** What every {@link Renditions} does. A subclass only builds empty ports. */
public abstract class RenditionsContractTest {
  private static final Traits TRAITS =
      new Traits(1280, 720, 29.97, 2_800_000, "avc1.64001F", Duration.ofMillis(12_345));

  private final Video video = Samples.video(1, 1);
  private final Video other = Samples.video(1, 2);
  private final UUID id = video.id();
  private Ports ports;
  private Renditions renditions;

  protected RenditionsContractTest() {
    ports = Ports.inMemory();
    renditions = ports.renditions();
  }

  /** Fresh, empty ports. */
  protected abstract Ports ports();

  @BeforeEach
  void open() {
    ports = ports();
    renditions = ports.renditions();
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          ports.videos().add(video);
          ports.videos().add(other);
        });
  }

  @Test
  @DisplayName(
      "MD-41, MD-42: a rung comes back as it was in every state, and plays when it is done")
  void rung_inEveryState() {
    Rendition planned = planned(id, "720p0");
    keep(planned);
    assertThat(renditions.all(id)).containsExactly(planned);
    Rendition running = planned.running(0.4).running(0.2);
    assertThat(running.progress()).isEqualTo(0.4);
    assertThat(planned.running(1).progress()).as("not yet verified").isEqualTo(0.99);
    keep(running);
    assertThat(renditions.named(id, "720p0")).contains(running);
    keep(running.failed("The encoder gave up."));
    assertThat(renditions.all(id).getFirst().reason()).isEqualTo("The encoder gave up.");
    assertThat(renditions.all(id).getFirst().progress()).isEqualTo(0.4);
    assertThat(renditions.of(id)).isEmpty();
    keep(renditions.all(id).getFirst().queued());
    assertThat(renditions.all(id)).containsExactly(planned);
    Rendition done = planned.done(99, TRAITS);
    keep(done);
    assertThat(renditions.of(id)).containsExactly(done);
    assertThat(done.progress()).isEqualTo(1);
  }

  @Test
  void ofOneVideo_byName_untilRemoved() {
    keep(planned(id, "b"));
    keep(planned(id, "a").done(1, TRAITS));
    keep(planned(other.id(), "a"));
    assertThat(renditions.all(id)).extracting(Rendition::name).containsExactly("a", "b");
    ports.transactions().change(() -> renditions.remove(id, "a"));
    assertThat(renditions.all(id)).extracting(Rendition::name).containsExactly("b");
    ports.transactions().change(() -> renditions.removeAll(id));
    assertThat(renditions.all(id)).isEmpty();
    assertThat(renditions.all(other.id())).hasSize(1);
  }

  @Test
  @DisplayName(
      "MD-50: what can be played comes in the order in which it came, whatever comes later")
  void playable_inTheOrderOfTheirComing() {
    for (String name : List.of("c", "a", "b", "d")) {
      keep(planned(id, name));
    }
    keep(planned(other.id(), "a").done(1, TRAITS));
    keep(planned(id, "c").done(1, TRAITS));
    assertThat(playable()).containsExactly("c");
    keep(planned(id, "b").running(0.5));
    keep(planned(id, "b").done(1, TRAITS));
    keep(planned(id, "a").done(1, TRAITS));
    assertThat(playable()).containsExactly("c", "b", "a");
    keep(planned(id, "c").done(2, TRAITS));
    assertThat(playable()).as("measured once more").containsExactly("c", "b", "a");
    keep(planned(id, "c").failed("It is gone."));
    assertThat(playable()).containsExactly("b", "a");
    keep(planned(id, "c").done(3, TRAITS));
    assertThat(playable()).as("made anew").containsExactly("b", "a", "c");
    assertThat(renditions.all(id)).extracting(Rendition::name).containsExactly("a", "b", "c", "d");
  }

  private List<String> playable() {
    return renditions.of(id).stream().map(Rendition::name).toList();
  }

  @Test
  @DisplayName("MD-44: what is only downloaded is told of, and plays nowhere")
  void download_isNotPlayed() {
    Rendition file =
        Rendition.planned(id, "vp8", Rendition.Form.DOWNLOAD, id + "/vp8.webm", TRAITS)
            .done(99, TRAITS);
    keep(file);
    assertThat(renditions.of(id)).isEmpty();
    assertThat(renditions.all(id)).containsExactly(file);
  }

  private static Rendition planned(UUID video, String name) {
    return Rendition.planned(video, name, Rendition.Form.PICTURE, video + "/x.mp4", TRAITS);
  }

  private void keep(Rendition rendition) {
    ports.transactions().change(() -> renditions.publish(rendition));
  }
}
