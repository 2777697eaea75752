package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import slipway.core.export.ExportOrder;
import slipway.core.export.ExportOrders;
import slipway.sql.Database;

/** Orders for exports in SQL. */
public final class SqlExportOrders implements ExportOrders {
  private final Database database;

  public SqlExportOrders(Database database) {
    this.database = database;
  }

  @Override
  public void add(ExportOrder order) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into export_order
                  (task, video, target, asked, told, sent, request, cid, metadata_cid)
                values
                  (:task, :video, :target, :asked, :told, :sent, :request, :cid, :metadataCid)
                """)
            .bindMethods(order)
            .execute());
  }

  @Override
  public void update(ExportOrder order) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                update export_order set asked = :asked, told = :told, sent = :sent,
                  request = :request, cid = :cid, metadata_cid = :metadataCid
                where task = :task
                """)
            .bindMethods(order)
            .execute());
  }

  @Override
  public Optional<ExportOrder> byTask(UUID task) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select task, video, target, asked, told, sent, request, cid, metadata_cid
                from export_order where task = :task
                """)
            .bind("task", task)
            .map((row, context) -> order(row))
            .findOne());
  }

  @Override
  public void forget(UUID video) {
    database.use(handle ->
        handle
            .createUpdate("update export_order set asked = null where video = :video")
            .bind("video", video)
            .execute());
  }

  private static ExportOrder order(ResultSet row) throws SQLException {
    return new ExportOrder(
        UUID.fromString(row.getString("task")),
        UUID.fromString(row.getString("video")),
        ExportOrder.Target.valueOf(row.getString("target")),
        row.getString("asked"),
        row.getString("told"),
        row.getLong("sent"),
        row.getString("request"),
        row.getString("cid"),
        row.getString("metadata_cid"));
  }
}
