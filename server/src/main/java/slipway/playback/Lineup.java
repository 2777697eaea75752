package slipway.playback;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.core.rendition.Rendition;
import slipway.core.sound.Sound;
import slipway.media.container.TrackKind;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.TrackInput;
import slipway.storage.BlobKeys;

/**
 * The tracks of a video's files under the names by which they are addressed, in the order in which
 * they are shown: the source before the rungs that were made to be cut like it, and common sound
 * before what the source brought. Where there is common sound, nobody is told of the source's own
 * first track any more; it stays for those who are listening to it.
 */
final class Lineup {
  private final List<TrackInput> sources = new ArrayList<>();
  private final List<TrackInput> rungs = new ArrayList<>();
  private final List<TrackInput> commonSound = new ArrayList<>();
  private final List<TrackInput> sourceSound = new ArrayList<>();
  private final List<TrackInput> addedSound = new ArrayList<>();

  /**
   * Each behind those of its kind that were added before. Renditions are to be added in the order
   * in which they came to be there: where all are cut is decided by the first picture, and what
   * viewers have of it already must stay as it is.
   *
   * @param file names the rendition's file
   * @param tracks of that file, video first
   */
  void add(Rendition rendition, String file, List<CheckedTrack> tracks) {
    int sounds = 0;
    for (CheckedTrack checked : tracks) {
      boolean picture = checked.track().kind() == TrackKind.VIDEO;
      switch (rendition.form()) {
        case PICTURE -> rungs.add(new TrackInput(rendition.name(), file, checked));
        case SOUND -> commonSound.add(new TrackInput(rendition.name(), file, checked));
        case DOWNLOAD -> {} // In no playlist.
        case SOURCE -> {
          if (picture) {
            sources.add(new TrackInput(rendition.name(), file, checked));
          } else {
            sourceSound.add(
                new TrackInput(nameOfSound(rendition, ++sounds, tracks), file, checked));
          }
        }
      }
    }
  }

  /** Sound that was added beside all that. */
  void add(Sound sound, String file, List<CheckedTrack> tracks) {
    for (CheckedTrack checked : tracks) {
      addedSound.add(
          new TrackInput(
              sound.name(),
              file,
              checked,
              /* listed= */ true,
              Optional.of(new TrackInput.Added(sound.label(), sound.byDefault()))));
    }
  }

  /** The same as one of the forms that a video has. */
  static Rendition rendition(Sound sound) {
    return new Rendition(
        sound.video(),
        sound.name(),
        Rendition.Form.SOUND,
        BlobKeys.sound(sound.video(), sound.id()),
        sound.size());
  }

  /** A file without pictures gives its name to its first sound. */
  private static String nameOfSound(Rendition rendition, int number, List<CheckedTrack> tracks) {
    boolean pictures = tracks.getFirst().track().kind() == TrackKind.VIDEO;
    if (number == 1) {
      return pictures ? rendition.name() + "-audio" : rendition.name();
    }
    return rendition.name() + "-audio-" + number;
  }

  List<TrackInput> inputs() {
    List<TrackInput> all = new ArrayList<>(sources);
    all.addAll(rungs);
    all.addAll(commonSound);
    for (int i = 0; i < sourceSound.size(); i++) {
      TrackInput sound = sourceSound.get(i);
      boolean replaced = i == 0 && !commonSound.isEmpty();
      all.add(new TrackInput(sound.rendition(), sound.file(), sound.checked(), !replaced));
    }
    all.addAll(addedSound);
    return all;
  }
}
