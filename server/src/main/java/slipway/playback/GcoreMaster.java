package slipway.playback;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.media.container.Size;
import slipway.media.packaging.Rendition;

/**
 * What the name of a first list asks for (GC-130, GC-132, GC-134): {@code
 * master[-cmaf][-min-N][-max-N][-img][-codec].m3u8} and {@code master[-min-N][-max-N][-codec].mpd}.
 *
 * @param dash whether it is an MPD
 * @param cmaf whether fragmented MP4 is wanted, whatever would be told otherwise (GC-131)
 * @param min shortest side that is told, in pixels
 * @param max longest short side that is told
 * @param images whether the list of tiles is told, too
 * @param codec the only one that is told
 */
record GcoreMaster(
    boolean dash,
    boolean cmaf,
    OptionalInt min,
    OptionalInt max,
    boolean images,
    Optional<Codec> codec) {
  private static final Pattern NAME =
      Pattern.compile(
          "master(-cmaf)?(?:-min-([0-9]{3,4}))?(?:-max-([0-9]{3,4}))?(-img)?"
              + "(?:-(h264|hevc|av1))?\\.(m3u8|mpd)");
  private static final int LEAST = 240;

  /** Those that can be asked for, as the attribute CODECS begins. */
  enum Codec {
    H264,
    HEVC,
    AV1;

    boolean is(Rendition rendition) {
      String codecs = rendition.codecs();
      return switch (this) {
        case H264 -> codecs.startsWith("avc");
        case HEVC -> codecs.startsWith("hvc1") || codecs.startsWith("hev1");
        case AV1 -> codecs.startsWith("av01");
      };
    }
  }

  /** Reads a name; empty when it is none, also when its parts stand in another order. */
  static Optional<GcoreMaster> read(String name) {
    Matcher found = NAME.matcher(name);
    if (!found.matches()) {
      return Optional.empty();
    }
    boolean dash = found.group(6).equals("mpd");
    OptionalInt min = side(found.group(2));
    OptionalInt max = side(found.group(3));
    boolean cmaf = found.group(1) != null;
    boolean images = found.group(4) != null;
    boolean known = min.orElse(LEAST) >= LEAST && max.orElse(LEAST) >= LEAST;
    if (!known || (dash && (cmaf || images))) {
      return Optional.empty();
    }
    Optional<Codec> codec =
        Optional.ofNullable(found.group(5))
            .map(text -> Codec.valueOf(text.toUpperCase(Locale.ROOT)));
    return Optional.of(new GcoreMaster(dash, cmaf, min, max, images, codec));
  }

  private static OptionalInt side(@Nullable String digits) {
    return digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
  }

  /** Of all pictures those that are told; the nearest ones where none fits (GC-132). */
  List<Rendition> choose(List<Rendition> pictures) {
    List<Rendition> coded =
        pictures.stream().filter(one -> codec.isEmpty() || codec.get().is(one)).toList();
    int nearest = coded.stream().mapToInt(this::distance).min().orElse(0);
    return coded.stream()
        .filter(one -> distance(one) == nearest)
        .sorted(Comparator.comparingLong(Rendition::bandwidth))
        .toList();
  }

  /** How far the short side lies outside of what is wanted; 0 inside. */
  private int distance(Rendition picture) {
    int side = picture.size().map(GcoreMaster::shortSide).orElse(0);
    int below = Math.max(0, min.orElse(0) - side);
    int above = Math.max(0, side - max.orElse(Integer.MAX_VALUE));
    return Math.max(below, above);
  }

  private static int shortSide(Size size) {
    return Math.min(size.width(), size.height());
  }
}
