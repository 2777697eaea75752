package slipway.testing.faults;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

/** A store whose disk is found full by whoever appends to it at a certain time. */
public final class FullStore {
  private FullStore() {}

  /**
   * In front of a store.
   *
   * @param nth the append that finds the disk full, from 1; those after it do not
   */
  public static BlobStore atAppend(int nth, BlobStore store) {
    AtomicInteger appends = new AtomicInteger();
    return (BlobStore)
        Proxy.newProxyInstance(
            FullStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("append") && appends.incrementAndGet() == nth) {
                throw new NoSpaceException("the disk is full");
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }
}
