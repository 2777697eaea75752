package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.rendition.Traits;
import slipway.sql.Database;

/** Renditions in SQL. */
public final class SqlRenditions implements Renditions {
  private final Database database;

  public SqlRenditions(Database database) {
    this.database = database;
  }

  @Override
  public void publish(Rendition rendition) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into rendition
                  (video, name, form, blob, size, state, progress, reason, width, height, fps,
                   bitrate, codecs, duration, came)
                values
                  (:video, :name, :form, :blob, :size, :state, :progress, :reason, :width, :height,
                   :fps, :bitrate, :codecs, :duration,
                   case when :state = 'DONE'
                     then (select coalesce(max(came), 0) + 1 from rendition where video = :video)
                   end)
                on conflict (video, name)
                do update set form = :form, blob = :blob, size = :size, state = :state,
                  progress = :progress, reason = :reason, width = :width, height = :height,
                  fps = :fps, bitrate = :bitrate, codecs = :codecs, duration = :duration,
                  came = case when excluded.state = 'DONE'
                    then coalesce(rendition.came, excluded.came) end
                """)
            .bindMethods(rendition)
            .bind("width", rendition.traits().width())
            .bind("height", rendition.traits().height())
            .bind("fps", rendition.traits().fps())
            .bind("bitrate", rendition.traits().bitrate())
            .bind("codecs", rendition.traits().codecs())
            .bind("duration", rendition.traits().duration().toMillis())
            .execute());
  }

  @Override
  public List<Rendition> of(UUID video) {
    // One without a number was done by a node of an earlier version.
    return inOrder(video, "case when came is null then 1 else 0 end, came, name").stream()
        .filter(Rendition::isPlayable)
        .toList();
  }

  @Override
  public List<Rendition> all(UUID video) {
    return inOrder(video, "name");
  }

  private List<Rendition> inOrder(UUID video, String order) {
    return database.with(handle ->
        handle
            .createQuery("select * from rendition where video = :video order by " + order)
            .bind("video", video)
            .map((row, context) -> rendition(video, row))
            .list());
  }

  private static Rendition rendition(UUID video, ResultSet row) throws SQLException {
    return new Rendition(
        video,
        row.getString("name"),
        Rendition.Form.valueOf(row.getString("form")),
        row.getString("blob"),
        row.getLong("size"),
        Rendition.State.valueOf(row.getString("state")),
        row.getDouble("progress"),
        row.getString("reason"),
        new Traits(
            row.getInt("width"),
            row.getInt("height"),
            row.getDouble("fps"),
            row.getLong("bitrate"),
            row.getString("codecs"),
            Duration.ofMillis(row.getLong("duration"))));
  }

  @Override
  public void remove(UUID video, String name) {
    database.use(handle ->
        handle
            .createUpdate("delete from rendition where video = :video and name = :name")
            .bind("video", video)
            .bind("name", name)
            .execute());
  }

  @Override
  public void removeAll(UUID video) {
    database.inTransaction(() ->
        database.with(handle ->
            handle
                .createUpdate("delete from rendition where video = :video")
                .bind("video", video)
                .execute()));
  }
}
