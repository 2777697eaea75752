package slipway.media.packaging;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.media.container.SampleTable;
import slipway.media.container.TrackKind;

/**
 * One video as players see it: tracks of one source file, or a set of rungs with common sound, cut
 * into segments (MD-50 to MD-60).
 *
 * <p>All of it lives in one folder: {@code index.m3u8}, {@code index.mpd}, and for each rendition
 * {@code <name>/index.m3u8}, {@code <name>/init.mp4} and {@code <name>/<n>.m4s}, n from 0. Nothing
 * is stored and no file is read: everything is made from the index when it is asked for, and
 * payload is only pointed to.
 *
 * <p>Immutable; made in a few milliseconds, so it may be kept or made again at will. The same
 * inputs and settings always give the same bytes.
 */
public final class Presentation {
  private static final Pattern SEGMENT = Pattern.compile("(0|[1-9][0-9]{0,8})\\.m4s");

  private final List<PackagedTrack> videos = new ArrayList<>();
  private final List<PackagedTrack> audios = new ArrayList<>();
  private final PackagingSettings settings;
  private final List<TrackInput> inputs;

  private Presentation(List<TrackInput> inputs, PackagingSettings settings) {
    this.settings = settings;
    this.inputs = List.copyOf(inputs);
    List<Timeline> timelines =
        Timeline.of(inputs.stream().map(input -> input.checked().track()).toList());
    List<CutTimes.VideoCuts> videoCuts = new ArrayList<>();
    double videoEnd = 0;
    for (int i = 0; i < inputs.size(); i++) {
      if (kind(inputs.get(i)) == TrackKind.VIDEO) {
        videoCuts.add(
            new CutTimes.VideoCuts(timelines.get(i), inputs.get(i).checked().cutPoints()));
        videoEnd = Math.max(videoEnd, timelines.get(i).endSeconds());
      }
    }
    CutTimes cutTimes = new CutTimes(settings);
    List<Double> videoTimes = videoCuts.isEmpty() ? List.of() : cutTimes.ofVideos(videoCuts);
    for (int i = 0; i < inputs.size(); i++) {
      Timeline timeline = timelines.get(i);
      SampleTable samples = timeline.samples();
      if (kind(inputs.get(i)) == TrackKind.VIDEO) {
        CutTimes.VideoCuts cuts = videoCuts.get(videos.size());
        List<Integer> at = videoTimes.stream().map(cuts::sampleAt).toList();
        videos.add(
            new PackagedTrack(inputs.get(i), timeline, PackagedTrack.boundaries(samples, at)));
      } else {
        List<Double> times =
            cutTimes.ofAudio(
                videoTimes, videoEnd, timeline.presentationSeconds(0), timeline.endSeconds());
        List<Integer> at = times.stream().map(timeline::firstAtOrAfter).toList();
        audios.add(
            new PackagedTrack(inputs.get(i), timeline, PackagedTrack.boundaries(samples, at)));
      }
    }
  }

  private static TrackKind kind(TrackInput input) {
    return input.checked().track().kind();
  }

  /**
   * Puts tracks together. The order of video tracks is the order of variants; players start with
   * the first. All video tracks are cut where every one of them can be cut.
   *
   * @throws IllegalArgumentException when there is no track, two have the same name, one is neither
   *     video nor audio, has no samples or cannot be cut at its beginning
   */
  public static Presentation of(List<TrackInput> inputs, PackagingSettings settings) {
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
      if (!names.add(input.rendition())) {
        throw new IllegalArgumentException("Two renditions are called " + input.rendition());
      }
    }
    return new Presentation(inputs, settings);
  }

  /** The tracks: video in the given order, then audio. */
  public List<Rendition> renditions() {
    List<Rendition> all = new ArrayList<>();
    videos.forEach(track -> all.add(track.rendition()));
    audios.forEach(track -> all.add(track.rendition()));
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
   * when there is none of this name.
   */
  public Optional<Resource> wholeFile(String rendition) {
    Optional<TrackInput> found =
        inputs.stream().filter(input -> input.rendition().equals(rendition)).findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<TrackInput> together = new ArrayList<>(List.of(found.get()));
    if (kind(found.get()) == TrackKind.VIDEO) {
      inputs.stream()
          .filter(input -> kind(input) == TrackKind.AUDIO)
          .findFirst()
          .ifPresent(together::add);
    }
    return Optional.of(PlainMp4.of(together));
  }

  /** When the last track ends, in seconds. */
  public double duration() {
    double end = 0;
    for (PackagedTrack track : videos) {
      end = Math.max(end, track.timeline().endSeconds());
    }
    for (PackagedTrack track : audios) {
      end = Math.max(end, track.timeline().endSeconds());
    }
    return end;
  }

  /**
   * Whatever is at an address inside the folder, such as {@code index.m3u8} or {@code
   * source/3.m4s}; empty when nothing is.
   */
  public Optional<Resource> find(String path, Links links) {
    int slash = path.indexOf('/');
    if (slash < 0) {
      return switch (path) {
        case "index.m3u8" -> Optional.of(masterPlaylist(links));
        case "index.mpd" -> Optional.of(manifest(links));
        default -> Optional.empty();
      };
    }
    String rendition = path.substring(0, slash);
    String name = path.substring(slash + 1);
    return switch (name) {
      case "index.m3u8" -> mediaPlaylist(rendition, links);
      case "init.mp4" -> init(rendition);
      default -> {
        Matcher segment = SEGMENT.matcher(name);
        yield segment.matches()
            ? segment(rendition, Integer.parseInt(segment.group(1)))
            : Optional.empty();
      }
    };
  }

  /** The HLS master playlist. */
  public Resource masterPlaylist(Links links) {
    return Resource.text(HlsPlaylists.CONTENT_TYPE, HlsPlaylists.master(videos, audios, links));
  }

  /** The HLS playlist of one rendition. */
  public Optional<Resource> mediaPlaylist(String rendition, Links links) {
    return track(rendition)
        .map(track -> Resource.text(HlsPlaylists.CONTENT_TYPE, HlsPlaylists.media(track, links)));
  }

  /** The DASH manifest. */
  public Resource manifest(Links links) {
    return Resource.text(
        DashManifest.CONTENT_TYPE, DashManifest.of(videos, audios, duration(), settings, links));
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

  private Optional<PackagedTrack> track(String rendition) {
    for (PackagedTrack track : videos) {
      if (track.rendition().name().equals(rendition)) {
        return Optional.of(track);
      }
    }
    return audios.stream().filter(track -> track.rendition().name().equals(rendition)).findFirst();
  }
}
