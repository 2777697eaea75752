package slipway.api.cloudflare;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.Videos;

/**
 * The videos of a query in the order of their birth, read piece by piece while they are told: a
 * thousand with all their meta would be a lot for each of many who ask. The first piece is read at
 * once, so that what goes wrong is said as ever. What is born or deleted meanwhile shifts nothing.
 */
final class VideoPieces implements Iterable<Video> {
  private static final int PIECE = 50;

  private final Videos videos;
  private final VideoQuery query;
  private final boolean ascending;
  private final List<Video> first;

  /**
   * Reads the first piece.
   *
   * @param query ordered by birth
   */
  VideoPieces(Videos videos, VideoQuery query, boolean ascending) {
    this.videos = videos;
    this.query = query;
    this.ascending = ascending;
    this.first = piece(Optional.empty(), query.limit());
  }

  private List<Video> piece(Optional<Video> last, int left) {
    List<Condition> conditions = new ArrayList<>(query.conditions());
    last.ifPresent(video -> conditions.add(behind(video)));
    return videos.find(
        new VideoQuery(
            query.account(), conditions, query.order(), /* skip= */ 0, Math.min(PIECE, left)));
  }

  private Condition behind(Video video) {
    long birth = video.createdAt().toEpochMilli() * 1000 + video.serial() % 1000;
    return ascending
        ? new Condition(Field.BIRTH, Comparison.AT_LEAST, List.of(birth + 1))
        : new Condition(Field.BIRTH, Comparison.LESS, List.of(birth));
  }

  @Override
  public Iterator<Video> iterator() {
    return new Iterator<>() {
      private List<Video> piece = first;
      private int at;
      private int left = query.limit() - first.size();

      @Override
      public boolean hasNext() {
        if (at < piece.size()) {
          return true;
        }
        if (piece.size() < PIECE || left == 0) {
          return false;
        }
        piece = piece(Optional.of(piece.getLast()), left);
        at = 0;
        left -= piece.size();
        return !piece.isEmpty();
      }

      @Override
      public Video next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return piece.get(at++);
      }
    };
  }
}
