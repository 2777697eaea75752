package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.export.ExportOrder;
import slipway.core.task.Task;
import slipway.core.video.Export;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.Wishes;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlExportOrdersTest {
  private final Database database;
  private final Ports ports;
  private final SqlExportOrders orders;

  SqlExportOrdersTest(TestDatabase databases) {
    database = databases.fresh();
    ports = SqlPorts.on(database);
    orders = new SqlExportOrders(database);
    database.doInTransaction(() -> ports.accounts().add(Samples.account(1)));
  }

  @Test
  @DisplayName("LP-165: kept as it is, and without its secrets once it is done")
  void kept() {
    Video video = Samples.video(1, 1);
    Task task = Samples.task(1, video);
    ExportOrder order =
        ExportOrder.fresh(task.id(), video.id(), ExportOrder.Target.ADDRESS, "secret", "***");
    database.doInTransaction(() -> {
      ports.videos().add(video);
      ports.tasks().add(task);
      orders.add(order);
    });
    assertThat(orders.byTask(task.id())).contains(order);
    ExportOrder done = order.named("bafy").sent(7).requested("r").done("bafk");
    database.doInTransaction(() -> orders.update(done));
    assertThat(orders.byTask(task.id())).contains(done);
    assertThat(done.asked()).isNull();
    assertThat(orders.byTask(video.id())).isEmpty();

    database.doInTransaction(() -> orders.update(order));
    database.doInTransaction(() -> orders.forget(video.id()));
    assertThat(orders.byTask(task.id()).orElseThrow().asked()).as("deleted").isNull();
    assertThat(orders.byTask(task.id()).orElseThrow().told()).isEqualTo("***");
  }

  @Test
  @DisplayName("LP-101: a copy is kept with its video, which is found by it or by its own source")
  void foundByCid() {
    Task task = Samples.task(1, Samples.video(1, 1));
    Export there =
        Export.wished("{}")
            .queued("{}", task.id(), SettableClock.START)
            .sent(0.5, SettableClock.START)
            .done("bafy1", "bafy2", SettableClock.START);
    var wishes = new Wishes(null, null, null, false, false, null, null, there);
    Video copied = Samples.video(1, 1, "a", wishes, new Source.Direct());
    Video taken = Samples.video(1, 2, "b", Wishes.none(), new Source.Url("ipfs://bafy3", null));
    database.doInTransaction(() -> {
      ports.videos().add(copied);
      ports.videos().add(taken);
    });
    assertThat(ports.videos().byId(copied.id())).contains(copied);
    assertThat(find("bafy1")).containsExactly(copied);
    assertThat(find("bafy3")).containsExactly(taken);
    assertThat(find("bafy2")).isEmpty();
  }

  private java.util.List<Video> find(String cid) {
    return ports
        .videos()
        .find(
            new VideoQuery(
                java.util.OptionalLong.of(1),
                java.util.List.of(
                    new VideoQuery.Condition(
                        VideoQuery.Field.IPFS,
                        VideoQuery.Comparison.ANY_OF,
                        java.util.List.of(cid, "ipfs://" + cid))),
                java.util.List.of(),
                0,
                10));
  }
}
