package slipway.core.caption;

import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Videos;

/**
 * Adds and changes captions. The text is kept first and named by the record after; what a crash
 * leaves in between lies in the video's folder and goes with it.
 */
public final class KeepCaption {
  /** Larger texts are none that anybody reads. */
  private static final int LARGEST = 10 << 20;

  /** Every caption stands in every master playlist. */
  private static final int MOST = 200;

  private static final int LONGEST_LABEL = 200;
  private static final Pattern LANGUAGE =
      Pattern.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

  private final Videos videos;
  private final Captions captions;
  private final CaptionFiles files;
  private final Transactions transactions;
  private final InstantSource clock;

  public KeepCaption(
      Videos videos,
      Captions captions,
      CaptionFiles files,
      Transactions transactions,
      InstantSource clock) {
    this.videos = videos;
    this.captions = captions;
    this.files = files;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * What a caption is to be.
   *
   * @param language BCP 47 tag
   */
  public record Asked(String language, String label, Caption.Kind kind) {}

  /**
   * Adds one beside those that are there, whatever their languages.
   *
   * @param text SRT or WebVTT
   * @throws ProblemException {@link Problem.NotFound}, {@link Problem.BadField}, {@link
   *     Problem.BodyTooLarge}, {@link Problem.WrongState} when there are too many, and what {@link
   *     CaptionFiles#keep} throws
   */
  public Caption add(UUID video, Asked asked, byte[] text) {
    return keep(video, asked, text, () -> Optional.empty());
  }

  /**
   * Keeps the text of a caption for a video that is about to be made, see {@link #adopt}.
   *
   * @throws ProblemException as {@link #add}
   */
  public CaptionFiles.Kept keepAhead(UUID video, Asked asked, byte[] text) {
    check(asked);
    if (text.length > LARGEST) {
      throw new ProblemException(new Problem.BodyTooLarge(LARGEST));
    }
    return files.keepAhead(video, text);
  }

  /**
   * Adds a caption whose text was kept ahead. Inside the transaction in which the video is made.
   */
  public Caption adopt(UUID video, Asked asked, CaptionFiles.Kept kept) {
    return transactions.run(() -> {
      Caption caption = caption(video, asked, Optional.empty(), kept);
      captions.add(caption);
      files.adopt(kept);
      return caption;
    });
  }

  /** As {@link #add}, but takes the place of the one of this language, if there is one. */
  public Caption replace(UUID video, Asked asked, byte[] text) {
    return keep(
        video,
        asked,
        text,
        () ->
            captions.of(video).stream()
                .filter(caption -> caption.language().equalsIgnoreCase(asked.language()))
                .findFirst());
  }

  /**
   * Changes one.
   *
   * @param text the new text, or {@code null} to keep that which is there
   * @throws ProblemException as {@link #add}
   */
  public Caption change(UUID video, long number, Asked asked, byte @Nullable [] text) {
    return keep(video, asked, text, () -> Optional.of(one(video, number)));
  }

  /** The caption of a video. */
  private Caption one(UUID video, long number) {
    return captions
        .byNumber(number)
        .filter(caption -> caption.video().equals(video))
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("caption not found")));
  }

  private Caption keep(
      UUID video, Asked asked, byte @Nullable [] text, Supplier<Optional<Caption>> instead) {
    check(asked);
    requireVideo(video);
    CaptionFiles.Kept kept = text == null ? null : keep(video, text);
    Change change;
    try {
      change =
          transactions.run(() -> {
            requireVideo(video);
            Optional<Caption> before = instead.get();
            Caption caption = caption(video, asked, before, kept);
            before.ifPresentOrElse(_ -> captions.update(caption), () -> captions.add(caption));
            return new Change(caption, before);
          });
    } catch (RuntimeException | Error failure) {
      if (kept != null) {
        files.drop(kept.blob());
      }
      throw failure;
    }
    change
        .before()
        .map(Caption::blob)
        .filter(blob -> !blob.equals(change.after().blob()))
        .ifPresent(files::drop);
    return change.after();
  }

  private record Change(Caption after, Optional<Caption> before) {}

  private CaptionFiles.Kept keep(UUID video, byte[] text) {
    if (text.length > LARGEST) {
      throw new ProblemException(new Problem.BodyTooLarge(LARGEST));
    }
    return files.keep(video, text);
  }

  private Caption caption(
      UUID video, Asked asked, Optional<Caption> before, CaptionFiles.@Nullable Kept kept) {
    if (before.isEmpty() && captions.of(video).size() >= MOST) {
      throw new ProblemException(
          new Problem.WrongState("the video has " + MOST + " captions; remove one first"));
    }
    return new Caption(
        before.map(Caption::number).orElseGet(captions::nextNumber),
        video,
        asked.language(),
        asked.label(),
        asked.kind(),
        kept == null ? before.orElseThrow().origin() : Caption.Origin.UPLOADED,
        kept == null ? before.orElseThrow().blob() : kept.blob(),
        kept == null ? before.orElseThrow().size() : kept.size(),
        clock.instant());
  }

  private void requireVideo(UUID video) {
    if (videos.byId(video).filter(found -> !found.isDeleted()).isEmpty()) {
      throw new ProblemException(new Problem.NotFound("video not found"));
    }
  }

  private static void check(Asked asked) {
    if (!LANGUAGE.matcher(asked.language()).matches()) {
      throw new ProblemException(
          new Problem.BadField("language", "must be a language tag such as en or pt-BR"));
    }
    String label = asked.label();
    if (label.isBlank() || label.length() > LONGEST_LABEL || CONTROL.matcher(label).find()) {
      throw new ProblemException(
          new Problem.BadField(
              "label", "must be 1 to " + LONGEST_LABEL + " characters on one line"));
    }
  }
}
