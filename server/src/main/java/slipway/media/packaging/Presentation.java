package slipway.media.packaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.media.container.TrackKind;

/**
 * One video as players see it: tracks of one source file, or a set of rungs with common sound and
 * texts, cut into segments (MD-50 to MD-60).
 *
 * <p>All of it lives in one folder: {@code index.m3u8}, {@code index.mpd}, and for each rendition
 * {@code <name>/index.m3u8}, {@code <name>/init.mp4} and {@code <name>/<n>.m4s}, n from 0; for
 * pictures also {@code <name>/iframes.m3u8} with {@code <name>/i<n>.m4s}; for texts {@code
 * <name>/index.m3u8}, {@code <name>/0.vtt} and {@code <name>/text.vtt}. Nothing is stored and no
 * file is read: everything is made from the index when it is asked for, and payload is only pointed
 * to.
 *
 * <p>What is inside a segment depends on its own file, the first video track and the settings,
 * never on the renditions beside them, so a player goes on undisturbed while rungs come.
 *
 * <p>Immutable; made in a few milliseconds, so it may be kept or made again at will. The same
 * inputs and settings always give the same bytes.
 */
public final class Presentation {
  private static final Pattern SEGMENT = Pattern.compile("(i?)(0|[1-9][0-9]{0,8})\\.m4s");

  private final List<PackagedTrack> videos = new ArrayList<>();
  private final List<PackagedTrack> audios = new ArrayList<>();
  private final List<TextTrack> texts = new ArrayList<>();
  private final PackagingSettings settings;
  private final List<TrackInput> inputs;
  private final long beginMillis;
  private final boolean growing;

  /** How long it will play, where more of it is being made. */
  private final Optional<Duration> whole;

  /** How long segments will be that are not there yet, in seconds; 0 when all are there. */
  private final double usualSegment;

  private Presentation(
      List<TrackInput> inputs,
      List<TextInput> textInputs,
      PackagingSettings settings,
      Extent extent) {
    this.settings = settings;
    this.inputs = List.copyOf(inputs);
    this.growing = !(extent instanceof Extent.Whole);
    boolean goesOn = extent instanceof Extent.GoesOn;
    this.whole =
        extent instanceof Extent.GoesOn(_, Duration all) ? Optional.of(all) : Optional.empty();
    this.beginMillis =
        Timeline.beginMillis(inputs.stream().map(input -> input.checked().track()).toList());
    CutTimes cutTimes = new CutTimes(settings);
    for (TrackInput input : inputs) {
      if (kind(input) == TrackKind.VIDEO) {
        Timeline timeline = timeline(input, inputs);
        CutPoints points = input.checked().cutPoints();
        List<Integer> cuts =
            videos.stream()
                .findFirst()
                .flatMap(like -> CutTimes.ofVideo(timeline, points, like.cuts()))
                .orElseGet(() -> cutTimes.ofVideo(timeline, points, goesOn));
        videos.add(new PackagedTrack(input, timeline, cuts, extent));
      }
    }
    CutTimes.Cuts pictures =
        videos.stream().findFirst().map(PackagedTrack::cuts).orElse(CutTimes.Cuts.NONE);
    for (TrackInput input : inputs) {
      if (kind(input) == TrackKind.AUDIO) {
        Timeline timeline = timeline(input, inputs);
        List<Integer> cuts =
            cutTimes.ofAudio(timeline, pictures).stream().map(timeline::firstAtOrAfter).toList();
        audios.add(
            new PackagedTrack(
                input,
                timeline,
                cuts,
                extent instanceof Extent.GoesOn(boolean sound, _)
                    ? new Extent.First(videos.getFirst().segments(), sound)
                    : extent));
      }
    }
    this.usualSegment = whole.map(all -> usualSegment(cutTimes, all)).orElse(0.0);
    textInputs.forEach(text -> texts.add(new TextTrack(text, duration(), beginMillis)));
  }

  private double usualSegment(CutTimes cutTimes, Duration all) {
    return videos.isEmpty()
        ? 0
        : new SegmentsToCome(videos.getFirst(), cutTimes, settings, all).longest(audios);
  }

  private Timeline timeline(TrackInput input, List<TrackInput> inputs) {
    double firstStart =
        inputs.stream()
            .filter(other -> other.file().equals(input.file()))
            .mapToDouble(other -> other.checked().track().startDelay())
            .min()
            .orElse(0);
    return Timeline.of(input.checked().track(), firstStart, beginMillis);
  }

  private static TrackKind kind(TrackInput input) {
    return input.checked().track().kind();
  }

  /**
   * Puts tracks together. The first video track decides where all are cut that can be cut there;
   * one that is there before the others must stay the first. Of audio tracks the first one is the
   * one that players take by themselves, unless one that was added is preferred.
   *
   * @throws IllegalArgumentException when there is no track, two have the same name, one is neither
   *     video nor audio, has no samples or cannot be cut at its beginning
   */
  public static Presentation of(
      List<TrackInput> inputs, List<TextInput> texts, PackagingSettings settings) {
    check(inputs, texts);
    return new Presentation(inputs, texts, settings, new Extent.Whole());
  }

  /** The same without texts. */
  public static Presentation of(List<TrackInput> inputs, PackagingSettings settings) {
    return of(inputs, List.of(), settings);
  }

  /**
   * As far as one file that is still being written can be shown: segments that lie below its size,
   * in playlists that say that they grow.
   *
   * @param size bytes that are there for good
   * @throws IllegalArgumentException as for {@link #of}
   */
  public static Presentation growing(
      List<TrackInput> inputs, PackagingSettings settings, long size) {
    check(inputs, List.of());
    return new Presentation(inputs, List.of(), settings, new Extent.Below(size));
  }

  /**
   * As far as a rung can be shown of which only the first pictures are there: segments that will be
   * the same once it is whole, in playlists that say that they grow. Of the sound as much is told
   * as of the picture, and no more of it than there is.
   *
   * @param inputs one picture, behind whose last sample comes one at which a player can start, and
   *     sound
   * @param soundGoesOn whether the sound is not whole either
   * @param whole how long the video will play
   * @throws IllegalArgumentException as for {@link #of}, and without a single picture
   */
  public static Presentation beginning(
      List<TrackInput> inputs, PackagingSettings settings, boolean soundGoesOn, Duration whole) {
    check(inputs, List.of());
    if (inputs.stream().filter(input -> kind(input) == TrackKind.VIDEO).count() != 1) {
      throw new IllegalArgumentException("One picture can be shown while it is made");
    }
    return new Presentation(inputs, List.of(), settings, new Extent.GoesOn(soundGoesOn, whole));
  }

  private static void check(List<TrackInput> inputs, List<TextInput> texts) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("A presentation needs a track");
    }
    Set<String> names = new HashSet<>();
    for (TrackInput input : inputs) {
      CutPoints cuts = input.checked().cutPoints();
      boolean media = kind(input) == TrackKind.VIDEO || kind(input) == TrackKind.AUDIO;
      boolean described = input.checked().track().entries().size() == 1;
      if (!media || !described || cuts.count() == 0 || cuts.sample(0) != 0) {
        throw new IllegalArgumentException("Cannot be packaged: " + input.rendition());
      }
      requireNew(names, input.rendition());
    }
    texts.forEach(text -> requireNew(names, text.rendition()));
  }

  private static void requireNew(Set<String> names, String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException("Two renditions are called " + name);
    }
  }

  /** The listed tracks: video in the given order, then audio. */
  public List<Rendition> renditions() {
    List<Rendition> all = new ArrayList<>();
    listed(videos).forEach(track -> all.add(track.rendition()));
    listed(audios).forEach(track -> all.add(track.rendition()));
    return List.copyOf(all);
  }

  /**
   * When each segment of the picture begins, in seconds from the beginning of the first one, and
   * behind them when the last one ends; empty without a picture.
   */
  public List<Double> pictureTimes() {
    List<Double> times = new ArrayList<>();
    if (!videos.isEmpty()) {
      PackagedTrack picture = videos.getFirst();
      for (int segment = 0; segment <= picture.segments(); segment++) {
        times.add(picture.track().seconds(picture.start(segment) - picture.start(0)));
      }
    }
    return times;
  }

  /**
   * One rendition as an ordinary MP4 file, a picture together with the first sound (MD-79); empty
   * when there is none of this name. Sound that was added is not part of it: whoever saved the file
   * gets the same one whatever its owner adds.
   */
  public Optional<Resource> wholeFile(String rendition) {
    List<TrackInput> own = inputs.stream().filter(input -> input.added().isEmpty()).toList();
    Optional<TrackInput> found =
        own.stream().filter(input -> input.rendition().equals(rendition)).findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<TrackInput> together = new ArrayList<>(List.of(found.get()));
    if (kind(found.get()) == TrackKind.VIDEO) {
      own.stream()
          .filter(input -> kind(input) == TrackKind.AUDIO)
          .findFirst()
          .ifPresent(together::add);
    }
    return Optional.of(PlainMp4.of(together));
  }

  /** How long it plays: when the last track ends, in seconds from the beginning. */
  public double duration() {
    double end = 0;
    for (PackagedTrack track : listed(videos)) {
      end = Math.max(end, track.timeline().endSeconds());
    }
    for (PackagedTrack track : listed(audios)) {
      end = Math.max(end, track.timeline().endSeconds());
    }
    return Math.max(0, end - beginMillis / 1000.0);
  }

  /**
   * Whether there is something to play: of a file that is still being written, the first segment of
   * each listed track.
   */
  public boolean hasBegun() {
    return listed(videos).stream().allMatch(track -> track.segments() > 0)
        && listed(audios).stream().allMatch(track -> track.segments() > 0);
  }

  /**
   * Whatever is at an address inside the folder, such as {@code index.m3u8} or {@code
   * source/3.m4s}; empty when nothing is.
   */
  public Optional<Resource> find(String path, Links links) {
    return find(path, links, UnaryOperator.identity());
  }

  /**
   * The same for a viewer who wants to be told of some pictures only.
   *
   * @param choice from all listed pictures to the wanted ones; when none is left, all are told
   */
  public Optional<Resource> find(String path, Links links, UnaryOperator<List<Rendition>> choice) {
    int slash = path.indexOf('/');
    if (slash < 0) {
      return switch (path) {
        case "index.m3u8" -> Optional.of(masterPlaylist(links, choice));
        // Of a file that is still coming nobody knows where it ends.
        case "index.mpd" ->
            growing && whole.isEmpty() ? Optional.empty() : Optional.of(manifest(links, choice));
        default -> Optional.empty();
      };
    }
    String rendition = path.substring(0, slash);
    String name = path.substring(slash + 1);
    return switch (name) {
      case "index.m3u8" -> mediaPlaylist(rendition, links);
      case "iframes.m3u8" ->
          growing ? Optional.empty() : video(rendition).map(track -> keyFrames(track, links));
      case "init.mp4" -> init(rendition);
      case "0.vtt" -> text(rendition).map(TextTrack::segment);
      case "text.vtt" -> text(rendition).map(TextTrack::whole);
      default -> {
        Matcher segment = SEGMENT.matcher(name);
        if (!segment.matches()) {
          yield Optional.empty();
        }
        int number = Integer.parseInt(segment.group(2));
        yield segment.group(1).isEmpty()
            ? segment(rendition, number)
            : video(rendition)
                .filter(track -> !growing && number < track.keyFrames())
                .map(track -> track.keyFrame(number));
      }
    };
  }

  /** The HLS master playlist. */
  public Resource masterPlaylist(Links links) {
    return masterPlaylist(links, UnaryOperator.identity());
  }

  private Resource masterPlaylist(Links links, UnaryOperator<List<Rendition>> choice) {
    return masterPlaylist(HlsFlavour.PLAIN, links, choice);
  }

  /**
   * The HLS master playlist in a flavour.
   *
   * @param choice as for {@link #find}
   * @throws java.util.NoSuchElementException when MPEG-2 TS is wanted and does not fit
   */
  public Resource masterPlaylist(
      HlsFlavour flavour, Links links, UnaryOperator<List<Rendition>> choice) {
    List<PackagedTrack> sounds =
        flavour.muxed() ? ownSound().map(List::of).orElse(List.of()) : told(audios);
    return Resource.text(
        HlsPlaylists.CONTENT_TYPE,
        HlsMaster.of(chosen(choice), sounds, texts, flavour, links, growing));
  }

  /** Whether all that is listed can be had as MPEG-2 TS, too. */
  public boolean fitsTs() {
    return listed(videos).stream().allMatch(PackagedTrack::fitsTs)
        && listed(audios).stream().allMatch(PackagedTrack::fitsTs);
  }

  /**
   * Whether pictures and the sound to them are best had in common segments of MPEG-2 TS. Where
   * there are several sounds players have to choose, and need a group.
   */
  public boolean isMuxable() {
    List<PackagedTrack> sounds = listed(audios);
    return sounds.size() == 1
        && sounds.getFirst().label().isEmpty()
        && !growing
        && !listed(videos).isEmpty()
        && fitsTs()
        && ownSound().isPresent();
  }

  /**
   * The video's own sound: that of the file of its first picture, also when nobody is told of it
   * any more because a common one was made, for who watches must not find another one, or none, in
   * the next segment.
   */
  private Optional<PackagedTrack> ownSound() {
    List<PackagedTrack> own = audios.stream().filter(sound -> sound.label().isEmpty()).toList();
    return own.stream()
        .filter(sound -> !videos.isEmpty() && sound.file().equals(videos.getFirst().file()))
        .findFirst()
        .or(() -> own.stream().findFirst())
        .filter(PackagedTrack::fitsTs);
  }

  /** The {@code n}-th segment of a picture with the video's own sound in it, where that fits. */
  public Optional<TsSegment> muxedSegment(String rendition, int n) {
    return ownSound()
        .flatMap(sound ->
            video(rendition)
                .filter(track -> track.fitsTs() && n >= 0 && n < track.segments())
                .map(track -> track.tsSegment(n, sound)));
  }

  /** The {@code n}-th segment of one rendition as MPEG-2 TS, where that fits. */
  public Optional<TsSegment> tsSegment(String rendition, int n) {
    return track(rendition)
        .filter(track -> track.fitsTs() && n >= 0 && n < track.segments())
        .map(track -> track.tsSegment(n));
  }

  /** The HLS playlist of one rendition of sound or pictures in a flavour. */
  public Optional<Resource> mediaPlaylist(String rendition, HlsFlavour flavour, Links links) {
    return track(rendition)
        .filter(track -> !flavour.transportStream() || track.fitsTs())
        .filter(track -> !flavour.muxed() || (track.video() && ownSound().isPresent()))
        .map(track -> HlsPlaylists.media(track, targetDuration(), flavour, links, growing))
        .map(text -> Resource.text(HlsPlaylists.CONTENT_TYPE, text));
  }

  /** The HLS playlist of one rendition. */
  public Optional<Resource> mediaPlaylist(String rendition, Links links) {
    return track(rendition)
        .map(track -> HlsPlaylists.media(track, targetDuration(), HlsFlavour.PLAIN, links, growing))
        .or(() -> text(rendition).map(track -> HlsPlaylists.text(track, links)))
        .map(text -> Resource.text(HlsPlaylists.CONTENT_TYPE, text));
  }

  private static Resource keyFrames(PackagedTrack track, Links links) {
    return Resource.text(HlsPlaylists.CONTENT_TYPE, HlsPlaylists.keyFrames(track, links));
  }

  /** The DASH manifest. */
  public Resource manifest(Links links) {
    return manifest(links, UnaryOperator.identity());
  }

  private Resource manifest(Links links, UnaryOperator<List<Rendition>> choice) {
    return Resource.text(
        DashManifest.CONTENT_TYPE,
        new DashManifest(links, originMillis())
            .of(
                chosen(choice),
                told(audios),
                texts,
                Math.max(duration(), whole.map(all -> all.toMillis() / 1000.0).orElse(0.0))
                    + (beginMillis - originMillis()) / 1000.0,
                settings,
                growing));
  }

  /** When the first sample of all is decoded. */
  private long originMillis() {
    double first = beginMillis / 1000.0;
    for (List<PackagedTrack> tracks : List.of(listed(videos), listed(audios))) {
      for (PackagedTrack track : tracks) {
        first = Math.min(first, track.track().seconds(track.start(0)));
      }
    }
    return (long) (first * 1000);
  }

  /** The init segment of one rendition. */
  public Optional<Resource> init(String rendition) {
    return track(rendition).map(PackagedTrack::init);
  }

  /** The {@code n}-th segment of one rendition, from 0. */
  public Optional<Resource> segment(String rendition, int n) {
    return track(rendition)
        .filter(track -> n >= 0 && n < track.segments())
        .map(track -> track.segment(n));
  }

  /** RFC 8216, 4.3.3.1 and 6.2.4: the same for all variants, and while a list grows. */
  private int targetDuration() {
    // A microsecond less, since a length that was counted is not quite a round one.
    int longest = Math.max(1, (int) Math.ceil(usualSegment - 1e-6));
    for (PackagedTrack track : videos) {
      longest = Math.max(longest, track.targetDuration());
    }
    for (PackagedTrack track : audios) {
      longest = Math.max(longest, track.targetDuration());
    }
    return longest;
  }

  private List<PackagedTrack> chosen(UnaryOperator<List<Rendition>> choice) {
    List<PackagedTrack> all = listed(videos);
    List<Rendition> wanted = choice.apply(all.stream().map(PackagedTrack::rendition).toList());
    return wanted.isEmpty()
        ? all
        : all.stream().filter(track -> wanted.contains(track.rendition())).toList();
  }

  private static List<PackagedTrack> listed(List<PackagedTrack> tracks) {
    return tracks.stream().filter(PackagedTrack::listed).toList();
  }

  /** Sound in the order of playlists: the first one is what players take by themselves. */
  private static List<PackagedTrack> told(List<PackagedTrack> sounds) {
    return listed(sounds).stream()
        .sorted(Comparator.comparing(sound -> !sound.isPreferred()))
        .toList();
  }

  private Optional<PackagedTrack> track(String rendition) {
    return video(rendition).or(() -> named(audios, rendition));
  }

  private Optional<PackagedTrack> video(String rendition) {
    return named(videos, rendition);
  }

  private static Optional<PackagedTrack> named(List<PackagedTrack> tracks, String rendition) {
    return tracks.stream().filter(track -> track.rendition().name().equals(rendition)).findFirst();
  }

  private Optional<TextTrack> text(String rendition) {
    return texts.stream().filter(track -> track.input().rendition().equals(rendition)).findFirst();
  }
}
