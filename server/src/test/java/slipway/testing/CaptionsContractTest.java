package slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.core.caption.Caption;
import slipway.core.caption.Captions;
import slipway.core.video.Video;

/** What every {@link Captions} does. A subclass only builds empty ports. */
public abstract class CaptionsContractTest {
  private final Video mine = Samples.video(1, 1);
  private final Video other = Samples.video(1, 2);
  private Ports ports;
  private Captions captions;

  protected CaptionsContractTest() {
    ports = Ports.inMemory();
    captions = ports.captions();
  }

  /** Fresh, empty ports. */
  protected abstract Ports ports();

  @BeforeEach
  void open() {
    ports = ports();
    captions = ports.captions();
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          ports.videos().add(mine);
          ports.videos().add(other);
        });
  }

  @Test
  void caption_comesBackAsItWas_alsoChanged() {
    Caption added = add(mine, "de", "Deutsch");

    assertThat(captions.byNumber(added.number())).contains(added);
    assertThat(captions.of(mine.id())).containsExactly(added);

    Caption changed =
        new Caption(
            added.number(),
            mine.id(),
            "en-GB",
            "English 🇬🇧",
            Caption.Kind.CAPTIONS,
            Caption.Origin.EMBEDDED,
            "folder/other.vtt",
            99,
            SettableClock.START.plusSeconds(5));
    ports.transactions().change(() -> captions.update(changed));
    assertThat(captions.of(mine.id())).containsExactly(changed);
  }

  @Test
  void numbers_areNeverGivenTwice() {
    Caption first = add(mine, "de", "a");
    ports.transactions().change(() -> captions.remove(first.number()));
    Caption second = add(mine, "de", "a");

    assertThat(second.number()).isGreaterThan(first.number());
    assertThat(captions.byNumber(first.number())).isEmpty();
  }

  @Test
  void of_isOneVideo_inOrder() {
    Caption german = add(mine, "de", "a");
    Caption foreign = add(other, "de", "b");
    Caption english = add(mine, "en", "c");

    assertThat(captions.of(mine.id())).containsExactly(german, english);
    ports.transactions().change(() -> captions.removeAll(mine.id()));
    assertThat(captions.of(mine.id())).isEmpty();
    assertThat(captions.of(other.id())).containsExactly(foreign);
  }

  private Caption add(Video video, String language, String label) {
    return ports
        .transactions()
        .run(() -> {
          Caption caption = Samples.caption(captions.nextNumber(), video, language, label);
          captions.add(caption);
          return caption;
        });
  }
}
