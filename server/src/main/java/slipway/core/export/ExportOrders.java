package slipway.core.export;

import java.util.Optional;
import java.util.UUID;

/** All orders for exports. */
public interface ExportOrders {

  void add(ExportOrder order);

  /** Keeps its new state. Inside the transaction that read it. */
  void update(ExportOrder order);

  Optional<ExportOrder> byTask(UUID task);

  /** Forgets the secrets of a video's orders, none of which will be done any more. */
  void forget(UUID video);
}
