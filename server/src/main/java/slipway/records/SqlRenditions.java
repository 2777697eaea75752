package slipway.records;

import java.util.List;
import java.util.UUID;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
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
                insert into rendition (video, name, form, blob, size)
                values (:video, :name, :form, :blob, :size)
                on conflict (video, name)
                do update set form = :form, blob = :blob, size = :size
                """)
            .bindMethods(rendition)
            .execute());
  }

  @Override
  public List<Rendition> of(UUID video) {
    return database.with(handle ->
        handle
            .createQuery(
                "select name, form, blob, size from rendition where video = :video order by name")
            .bind("video", video)
            .map((row, context) ->
                new Rendition(
                    video,
                    row.getString("name"),
                    Rendition.Form.valueOf(row.getString("form")),
                    row.getString("blob"),
                    row.getLong("size")))
            .list());
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
