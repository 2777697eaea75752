package slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.core.video.VideoQuery.Comparison.AT_LEAST;
import static slipway.core.video.VideoQuery.Comparison.EQUAL;
import static slipway.core.video.VideoQuery.Comparison.GREATER;
import static slipway.core.video.VideoQuery.Comparison.LESS;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.core.task.Task;
import slipway.core.task.TaskQuery;
import slipway.core.task.TaskQuery.Condition;
import slipway.core.task.TaskQuery.Field;
import slipway.core.task.TaskQuery.Order;
import slipway.core.task.Tasks;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery.Comparison;

/** What every {@link Tasks} does. A subclass only builds empty ports. */
public abstract class TasksContractTest {
  private static final Instant LATER = SettableClock.START.plusSeconds(60);

  private final Video mine = Samples.video(1, 1);
  private final Video other = Samples.video(1, 2);
  private final Video foreign = Samples.video(2, 3);
  private Ports ports;
  private Tasks tasks;

  protected TasksContractTest() {
    ports = Ports.inMemory();
    tasks = ports.tasks();
  }

  /** Fresh, empty ports. */
  protected abstract Ports ports();

  @BeforeEach
  void open() {
    ports = ports();
    tasks = ports.tasks();
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          ports.accounts().add(Samples.account(2));
          ports.videos().add(mine);
          ports.videos().add(other);
          ports.videos().add(foreign);
        });
  }

  @Test
  void task_comesBackAsItWas_inEveryState() {
    Task task = Samples.task(1, mine);
    add(task);
    assertThat(tasks.byId(task.id())).contains(task);

    Task queued = task.queued(LATER);
    for (Task state :
        List.of(
            queued,
            queued.running(0.375, LATER),
            queued.waitingAgain("not now", LATER),
            queued.completed(LATER),
            queued.failed("no", LATER))) {
      ports.transactions().change(() -> tasks.update(state));

      assertThat(tasks.byId(task.id())).contains(state);
      assertThat(tasks.ofVideo(mine.id())).contains(state);
    }
    assertThat(tasks.byId(CountingIds.uuid(99))).isEmpty();
    assertThat(tasks.ofVideo(other.id())).isEmpty();
  }

  @Test
  void ofVideo_isTheNewest() {
    add(Samples.task(2, mine), Samples.task(1, mine));

    assertThat(tasks.ofVideo(mine.id())).contains(Samples.task(2, mine));
  }

  @Test
  void listing_isOfOneAccount_newestChangeFirst() {
    add(Samples.task(1, mine), Samples.task(2, other), Samples.task(3, foreign));
    ports.transactions().change(() -> tasks.update(Samples.task(1, mine).queued(LATER)));

    assertThat(numbers(query(List.of(), List.of(), 0, 10))).containsExactly(1, 2);
    assertThat(numbers(query(List.of(), List.of(), 1, 10))).containsExactly(2);
    assertThat(numbers(query(List.of(), List.of(), 0, 1))).containsExactly(1);
    assertThat(tasks.count(query(List.of(), List.of(), 1, 1))).isEqualTo(2);
  }

  @Test
  void conditionsAndOrder() {
    add(Samples.task(1, mine), Samples.task(2, other), Samples.task(3, mine));
    Long second = SettableClock.START.plusSeconds(2).toEpochMilli();

    assertThat(where(Field.CREATED_AT, GREATER, second)).containsExactly(3);
    assertThat(where(Field.UPDATED_AT, AT_LEAST, second)).containsExactly(3, 2);
    assertThat(where(Field.CREATED_AT, LESS, second)).containsExactly(1);
    assertThat(where(Field.VIDEO, EQUAL, mine.id().toString())).containsExactly(3, 1);
    assertThat(where(Field.ID, EQUAL, Samples.task(2, other).id().toString())).containsExactly(2);
    assertThat(where(Field.KIND, EQUAL, "UPLOAD")).containsExactly(3, 2, 1);
    assertThat(where(Field.KIND, EQUAL, "upload")).isEmpty();
    assertThat(numbers(query(List.of(), List.of(new Order(Field.CREATED_AT, false)), 0, 10)))
        .containsExactly(1, 2, 3);
  }

  @Test
  void active_areQueuedAndRunning() {
    Task waiting = Samples.task(2, mine).queued(LATER);
    add(
        Samples.task(1, mine),
        waiting,
        Samples.task(3, mine).queued(LATER).running(0, LATER),
        Samples.task(4, mine).queued(LATER).completed(LATER),
        Samples.task(5, mine).queued(LATER).failed("no", LATER),
        Samples.task(6, foreign).queued(LATER));

    assertThat(tasks.countActive(1)).isEqualTo(2);
  }

  private void add(Task... all) {
    ports.transactions().change(() -> List.of(all).forEach(tasks::add));
  }

  private List<Integer> where(Field field, Comparison comparison, Object value) {
    return numbers(
        query(List.of(new Condition(field, comparison, List.of(value))), List.of(), 0, 10));
  }

  private List<Integer> numbers(TaskQuery query) {
    return tasks.find(query).stream()
        .map(task ->
            (int) (task.createdAt().getEpochSecond() - SettableClock.START.getEpochSecond()))
        .toList();
  }

  private static TaskQuery query(
      List<Condition> conditions, List<Order> order, int skip, int limit) {
    return new TaskQuery(1, conditions, order, skip, limit);
  }
}
