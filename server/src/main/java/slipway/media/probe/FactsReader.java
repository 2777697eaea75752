package slipway.media.probe;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.media.ffmpeg.Demuxer;

/** Turns ffprobe's report into {@link MediaFacts}. Every value may be missing (MD-14). */
final class FactsReader {
  /** {@code -max_streams} of the command. */
  private static final int MOST_STREAMS = 64;

  private static final String ENCRYPTED = "Encryption initialization data";

  private static final Pattern CLOCK = Pattern.compile("(\\d{2,5}):(\\d\\d):(\\d\\d)\\.(\\d{1,9})");

  private final FlatReport report;
  private final IndexedLengths index;

  FactsReader(FlatReport report) {
    this(report, IndexedLengths.NONE);
  }

  /**
   * @param index what the file's own says of lengths, which is believed more
   */
  FactsReader(FlatReport report, IndexedLengths index) {
    this.report = report;
    this.index = index;
  }

  /** Empty when the report names no container that we open. */
  Optional<Demuxer> demuxer() {
    return Demuxer.ofNames(formatNames());
  }

  /** As the file says; empty when it does not. */
  Optional<Duration> duration() {
    return index.whole(said());
  }

  private Optional<Duration> said() {
    return duration("format.duration").filter(length -> !length.isNegative());
  }

  MediaFacts facts(Demuxer demuxer, Duration duration) {
    return new MediaFacts(demuxer, formatNames(), duration, start(), bitRate(), tracks(duration));
  }

  private Duration start() {
    return duration("format.start_time").orElse(Duration.ZERO);
  }

  /** All bytes over all of the time, for which ffprobe takes its own length. */
  private OptionalLong bitRate() {
    OptionalLong bytes = report.number("format.size");
    return index.fragmented() && bytes.isPresent() && index.whole().isPositive()
        ? OptionalLong.of(Math.round(bytes.getAsLong() * 8e9 / index.whole().toNanos()))
        : report.number("format.bit_rate");
  }

  /** Side data or a sample entry says that a track is encrypted (MD-15). */
  boolean encrypted() {
    for (int i = 0; i < streams(); i++) {
      String stream = stream(i);
      String tag = report.text(stream + "codec_tag_string").orElse("");
      if (tag.equals("encv") || tag.equals("enca") || sideData(stream, ENCRYPTED).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private List<String> formatNames() {
    return report.text("format.format_name").stream()
        .flatMap(names -> Arrays.stream(names.split(",")))
        .toList();
  }

  private int streams() {
    return Math.clamp(report.number("format.nb_streams").orElse(0), 0, MOST_STREAMS);
  }

  private static String stream(int index) {
    return "streams.stream." + index + ".";
  }

  /**
   * @param whole how long the file plays; zero when nobody knows
   */
  private List<Track> tracks(Duration whole) {
    List<Track> tracks = new ArrayList<>();
    for (int i = 0; i < streams(); i++) {
      String stream = stream(i);
      Optional<String> type = report.text(stream + "codec_type");
      tracks.add(
          switch (type.orElse("")) {
            case "video" -> video(i, stream, whole);
            case "audio" -> audio(i, stream, whole);
            default ->
                new Track.Other(
                    i,
                    report.text(stream + "codec_name"),
                    type,
                    language(stream),
                    report.text(stream + "tags.title"));
          });
    }
    return tracks;
  }

  private Track.Video video(int index, String stream, Duration whole) {
    return new Track.Video(
        index,
        report.text(stream + "codec_name"),
        report.text(stream + "profile"),
        count(stream + "width"),
        count(stream + "height"),
        ratio(stream + "sample_aspect_ratio").orElse(Ratio.of(1)),
        rotation(stream),
        report.text(stream + "pix_fmt"),
        report.text(stream + "field_order"),
        ratio(stream + "r_frame_rate"),
        ratio(stream + "avg_frame_rate"),
        new Track.Colour(
            report.text(stream + "color_transfer"),
            report.text(stream + "color_primaries"),
            report.text(stream + "color_space")),
        duration(stream + "start_time"),
        trackDuration(stream, whole),
        report.number(stream + "bit_rate"),
        report.isSet(stream + "disposition.attached_pic"),
        report.isSet(stream + "disposition.default"));
  }

  private Track.Audio audio(int index, String stream, Duration whole) {
    OptionalLong stored = report.number(stream + "bits_per_raw_sample");
    OptionalLong coded = report.number(stream + "bits_per_sample");
    return new Track.Audio(
        index,
        report.text(stream + "codec_name"),
        report.text(stream + "profile"),
        count(stream + "sample_rate"),
        count(stream + "channels"),
        stored.orElse(0) > 0 ? stored : coded.orElse(0) > 0 ? coded : OptionalLong.empty(),
        duration(stream + "start_time"),
        trackDuration(stream, whole),
        report.number(stream + "bit_rate"),
        report.isSet(stream + "disposition.default"),
        language(stream));
  }

  private Optional<String> language(String stream) {
    return report.text(stream + "tags.language").or(() -> report.text(stream + "tags.LANGUAGE"));
  }

  private int rotation(String stream) {
    long degrees =
        sideData(stream, "Display Matrix")
            .map(data -> report.number(data + "rotation").orElse(0))
            .orElse(0L);
    return Math.toIntExact(Math.round(Math.clamp(degrees, -180, 180) / 90.0) * 90);
  }

  /** Prefix of the keys of a piece of side data of this type. */
  private Optional<String> sideData(String stream, String type) {
    for (int i = 0; i < 32; i++) {
      String data = stream + "side_data_list.side_data." + i + ".";
      if (report.text(data + "side_data_type").filter(type::equals).isPresent()) {
        return Optional.of(data);
      }
    }
    return Optional.empty();
  }

  private int count(String key) {
    return Math.clamp(report.number(key).orElse(0), 0, Integer.MAX_VALUE);
  }

  private Optional<Ratio> ratio(String key) {
    return report.text(key).flatMap(Ratio::parse);
  }

  private Optional<Duration> trackDuration(String stream, Duration whole) {
    return number(stream)
        .flatMap(track -> Optional.ofNullable(index.tracks().get(track)))
        .or(() -> duration(stream + "duration"))
        .or(() -> tag(stream).map(length -> within(length, stream, whole)));
  }

  /** Matroska has no such field; its muxers leave a tag {@code 00:01:02.345000000} instead. */
  private Optional<Duration> tag(String stream) {
    return report.text(stream + FlatReport.DURATION_TAG).flatMap(FactsReader::clock);
  }

  /**
   * A tag is a text like any other. Where the file has a length, no track of it is longer; and what
   * some muxers write there is not how long a track plays but when it ends.
   */
  private Duration within(Duration tag, String stream, Duration whole) {
    if (whole.isZero()) {
      return tag;
    }
    Duration late = duration(stream + "start_time").orElse(start()).minus(start());
    Duration most = late.isNegative() || late.compareTo(whole) > 0 ? whole : whole.minus(late);
    return tag.compareTo(most) > 0 ? most : tag;
  }

  /** Of a track in an MP4 file: {@code 0x1}. */
  private Optional<Long> number(String stream) {
    try {
      return report.text(stream + "id").map(Long::decode);
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> clock(String text) {
    Matcher matcher = CLOCK.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long seconds =
        Long.parseLong(matcher.group(1)) * 3600
            + Long.parseLong(matcher.group(2)) * 60
            + Long.parseLong(matcher.group(3));
    String fraction = (matcher.group(4) + "000000000").substring(0, 9);
    return Optional.of(Duration.ofSeconds(seconds, Long.parseLong(fraction)));
  }

  /** Seconds with six decimals; beyond a hundred years it is not a time. */
  private Optional<Duration> duration(String key) {
    try {
      return report
          .text(key)
          .map(BigDecimal::new)
          .filter(seconds -> seconds.abs().compareTo(BigDecimal.valueOf(3_155_760_000L)) < 0)
          .map(seconds -> Duration.ofNanos(seconds.movePointRight(9).longValue()));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
