package slipway.media.container;

import java.util.List;
import java.util.Optional;

/**
 * One track of a movie.
 *
 * @param id its number in the file, at least 1
 * @param enabled whether it is meant to be played by default
 * @param timescale ticks per second of its samples, at least 1
 * @param movieTimescale ticks per second of its edits, at least 1
 * @param language ISO 639-2 code, {@code und} when unknown
 * @param edits the edit list, empty when there is none
 * @param entries how samples are coded; empty when the file does not say
 * @param samples empty for tracks that are neither video nor audio
 */
public record Mp4Track(
    int id,
    TrackKind kind,
    boolean enabled,
    long timescale,
    long movieTimescale,
    String language,
    List<Edit> edits,
    Matrix matrix,
    List<SampleEntry> entries,
    SampleTable samples) {

  /** Copies the lists. */
  public Mp4Track {
    edits = List.copyOf(edits);
    entries = List.copyOf(entries);
  }

  /** How its first samples are coded, if it is a video track that says so. */
  public Optional<SampleEntry.Video> video() {
    return !entries.isEmpty() && entries.getFirst() instanceof SampleEntry.Video video
        ? Optional.of(video)
        : Optional.empty();
  }

  /** How its first samples are coded, if it is an audio track that says so. */
  public Optional<SampleEntry.Audio> audio() {
    return !entries.isEmpty() && entries.getFirst() instanceof SampleEntry.Audio audio
        ? Optional.of(audio)
        : Optional.empty();
  }

  /** The codec as ffprobe calls it; empty when the file does not say. */
  public Optional<String> codecName() {
    return entries.stream().findFirst().map(SampleEntry::codecName);
  }

  /** Ticks of the track as seconds. */
  public double seconds(long ticks) {
    return (double) ticks / timescale;
  }

  /** The picture as it is coded; empty when unknown or not a picture. */
  public Optional<Size> codedSize() {
    return video()
        .map(entry -> entry.codec() instanceof VideoCodec.H264 h264 ? h264.size() : entry.coded())
        .filter(size -> size.width() > 0 && size.height() > 0);
  }

  /** The picture as it is shown: stretched to square pixels, turned (MD-19). */
  public Optional<Size> displaySize() {
    return codedSize()
        .map(coded -> {
          PixelAspect aspect = video().orElseThrow().pixelAspect();
          double stretched = (double) coded.width() * aspect.horizontal() / aspect.vertical();
          int width = Math.clamp(Math.round(stretched), 1, 0xffff);
          Size square = new Size(width, coded.height());
          return matrix.swapsSides() ? square.turned() : square;
        });
  }

  /**
   * Whether the edit list, if any, only shifts the media: at most one empty edit, then one stretch
   * at normal rate.
   */
  public boolean simplyEdited() {
    int media = leadingEmptyEdits();
    return edits.isEmpty()
        || (media <= 1
            && edits.size() == media + 1
            && edits.get(media).normalRate()
            && edits.get(media).mediaTime() >= 0);
  }

  /** How long after the start of the movie this track begins, in seconds. */
  public double startDelay() {
    return (double) startDelayTicks() / movieTimescale;
  }

  /** The same in ticks of the movie. */
  public long startDelayTicks() {
    return edits.stream().limit(leadingEmptyEdits()).mapToLong(Edit::duration).sum();
  }

  /** Where in the media the presentation begins, in ticks of the track. */
  public long mediaStart() {
    return edits.stream().skip(leadingEmptyEdits()).findFirst().map(Edit::mediaTime).orElse(0L);
  }

  /** When the presentation of this track ends, in seconds from the start of the movie. */
  public double presentationEnd() {
    if (samples.count() == 0) {
      return 0;
    }
    if (!simplyEdited()) {
      return (double) edits.stream().mapToLong(Edit::duration).sum() / movieTimescale;
    }
    double media = Math.max(0, seconds(samples.presentationEnd() - mediaStart()));
    long limit = edits.isEmpty() ? 0 : edits.getLast().duration();
    return startDelay() + (limit == 0 ? media : Math.min(media, (double) limit / movieTimescale));
  }

  /**
   * From where its first sample is decoded to where the last one ends, in seconds; whatever time
   * that is, for fragments may begin to count anywhere.
   */
  public double decodedSeconds() {
    return samples.count() == 0 ? 0 : seconds(samples.decodeEnd() - samples.decodeTime(0));
  }

  /**
   * When its first sample is shown, in seconds from the start of the movie; not before its edit
   * list lets it begin.
   */
  public double firstShown() {
    return startDelay() + Math.max(0, seconds(samples.presentationStart() - mediaStart()));
  }

  /**
   * From where its first sample is shown to where the last one ends, in seconds; whatever time that
   * is, and whatever its edit list says of the end, which is not known when fragments begin.
   */
  public double shownSeconds() {
    long start = Math.max(mediaStart(), samples.presentationStart());
    return samples.count() == 0 ? 0 : Math.max(0, seconds(samples.presentationEnd() - start));
  }

  /** Samples per second on average; 0 when the track takes no time. */
  public double rate() {
    double length = decodedSeconds();
    return length > 0 ? samples.count() / length : 0;
  }

  /** Bits per second on average; 0 when the track takes no time. */
  public double bitrate() {
    double length = decodedSeconds();
    return length > 0 ? samples.bytes() * 8 / length : 0;
  }

  private int leadingEmptyEdits() {
    int count = 0;
    while (count < edits.size() && edits.get(count).empty()) {
      count++;
    }
    return count;
  }
}
