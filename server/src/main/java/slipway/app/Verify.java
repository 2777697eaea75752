package slipway.app;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.Videos;
import slipway.pipeline.Damage;
import slipway.pipeline.VerifyBlobs;
import slipway.records.SqlRenditions;
import slipway.records.SqlUploads;
import slipway.records.SqlVideos;
import slipway.sql.Database;
import slipway.sql.DatabaseUnavailable;
import slipway.storage.file.FileBlobs;

/** Looks through everything that is stored, without a server (REL-16). */
public final class Verify {
  private static final int PAGE = 200;

  private Verify() {}

  /**
   * What was looked at, and how much of it is damaged.
   *
   * @param videos how many
   * @param damages how many places
   */
  public record Found(int videos, int damages) {}

  /**
   * Reads every byte of every video.
   *
   * @param damage told each damage in one line
   * @throws StartFailure with a sentence when database or storage cannot be used, for instance
   *     because a server is running on them
   */
  public static Found run(List<String> flags, Consumer<String> damage) {
    ServerSettings settings = Launch.settings(flags);
    try (Database database = Database.open(settings.stores().database())) {
      FileBlobs blobs = new FileBlobs(settings.stores().blobs(), settings.stores().reserve());
      VerifyBlobs verify =
          new VerifyBlobs(new SqlRenditions(database), new SqlUploads(database), blobs);
      return run(new SqlVideos(database), verify, damage);
    } catch (DatabaseUnavailable unavailable) {
      throw new StartFailure(String.valueOf(unavailable.getMessage()), unavailable);
    } catch (IOException failure) {
      throw new StartFailure("the storage cannot be read: " + failure.getMessage(), failure);
    }
  }

  private static Found run(Videos videos, VerifyBlobs verify, Consumer<String> damage)
      throws IOException {
    List<VideoQuery.Order> bySerial =
        List.of(new VideoQuery.Order(VideoQuery.Field.SERIAL, /* descending= */ false));
    int seen = 0;
    int damages = 0;
    while (true) {
      List<Video> page =
          videos.find(new VideoQuery(OptionalLong.empty(), List.of(), bySerial, seen, PAGE));
      if (page.isEmpty()) {
        return new Found(seen, damages);
      }
      for (Video video : page) {
        for (Damage each : verify.verify(video)) {
          damage.accept(each.toString());
          damages++;
        }
      }
      seen += page.size();
    }
  }
}
