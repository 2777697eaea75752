package slipway.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import slipway.core.export.ExportOrder;
import slipway.core.export.ExportOrders;

/** Orders for exports in a map. Safe for any thread. */
public final class InMemoryExportOrders implements ExportOrders {
  private final Map<UUID, ExportOrder> orders = new HashMap<>();

  @Override
  public synchronized void add(ExportOrder order) {
    if (orders.putIfAbsent(order.task(), order) != null) {
      throw new IllegalStateException("added twice: " + order.task());
    }
  }

  @Override
  public synchronized void update(ExportOrder order) {
    if (orders.replace(order.task(), order) == null) {
      throw new IllegalStateException("never added: " + order.task());
    }
  }

  @Override
  public synchronized void forget(UUID video) {
    orders.replaceAll(
        (_, order) -> order.video().equals(video) ? order.done(order.metadataCid()) : order);
  }

  @Override
  public synchronized Optional<ExportOrder> byTask(UUID task) {
    return Optional.ofNullable(orders.get(task));
  }
}
