package slipway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Collects what Netty's leak detector finds, which otherwise only logs. */
final class LeakReports {

  private static final ConcurrentLinkedQueue<String> found = new ConcurrentLinkedQueue<>();

  private LeakReports() {}

  /** Watches every buffer from now on; to be called before the first one is made. */
  static void install() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @Deprecated
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int interval, long maxActive) {
            return detector(resource, interval);
          }

          @Override
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int interval) {
            return detector(resource, interval);
          }
        });
  }

  private static <T> ResourceLeakDetector<T> detector(Class<T> resource, int interval) {
    return new ResourceLeakDetector<>(resource, interval) {
      @Override
      protected void reportTracedLeak(String type, String records) {
        found.add(type + records);
      }

      @Override
      protected void reportUntracedLeak(String type) {
        found.add(type);
      }
    };
  }

  /**
   * What was found since the last call. Leaks are seen once the collector has cleared the buffer
   * and another one is made, so both are done first.
   */
  static List<String> take() {
    System.gc();
    for (int i = 0; i < 64; i++) {
      ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(16);
      buffer.release();
    }
    var reports = new ArrayList<String>();
    for (String report = found.poll(); report != null; report = found.poll()) {
      reports.add(report);
    }
    return reports;
  }
}
