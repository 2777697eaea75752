package slipway.testing;

import org.junit.jupiter.api.Nested;

/** The fakes keep the ports' promises, so a test on them means something. */
class InMemoryPortsTest {

  @Nested
  class InMemoryVideosTest extends VideosContractTest {
    @Override
    protected Ports ports() {
      return Ports.inMemory();
    }
  }

  @Nested
  class InMemoryTasksTest extends TasksContractTest {
    @Override
    protected Ports ports() {
      return Ports.inMemory();
    }
  }

  @Nested
  class InMemoryCaptionsTest extends CaptionsContractTest {
    @Override
    protected Ports ports() {
      return Ports.inMemory();
    }
  }

  @Nested
  class InMemoryUploadsTest extends UploadsContractTest {
    @Override
    protected Ports ports() {
      return Ports.inMemory();
    }
  }

  @Nested
  class InMemoryRenditionsTest extends RenditionsContractTest {
    @Override
    protected Ports ports() {
      return Ports.inMemory();
    }
  }

  @Nested
  class InMemoryAccountsTest extends AccountsContractTest {
    @Override
    protected Ports ports() {
      return Ports.inMemory();
    }
  }
}
