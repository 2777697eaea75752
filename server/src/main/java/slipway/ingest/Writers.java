package slipway.ingest;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Upload;

/**
 * One writer for each upload. Who comes later is usually the same client on a new connection, the
 * old one being dead without our knowing; so the newcomer displaces the holder at once instead of
 * waiting for a time-out (TUS-152, TUS-153).
 *
 * <p>Of two requests that append at the same offset one must win (REL-07). So one that appends is
 * given the place only where it can go on: exactly behind what the holder has taken, which from
 * then on takes nothing more. At an offset that a living holder has passed already, the newcomer
 * could only lose as well, and is the one to be sent away.
 *
 * <p>Safe for any thread.
 */
public final class Writers {
  /** How long a holder may take to store what it has and let go (TUS-162). */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** A writer to which no byte came for so long is taken for dead. */
  private static final Duration LIVELY = Duration.ofSeconds(5);

  /** For how long a writer rests after a look, so that who looked may go on (TUS-161). */
  private static final Duration REST = Duration.ofSeconds(5);

  /** A look waits no longer than this for a writer that may be stalled (TUS-153). */
  private static final Duration LOOK = Duration.ofMillis(500);

  /**
   * Between its turn and its first byte a writer only looks things up; one that needs longer for
   * that hangs, and is displaced like any other.
   */
  private static final Duration BEGINNING = Duration.ofSeconds(1);

  private final Duration patience;
  private final boolean softLooks;
  private final LongSupplier nanos;
  private final Fights fights;
  private final ConcurrentMap<String, Seat> seats = new ConcurrentHashMap<>();
  private final AtomicLong arrivals = new AtomicLong();

  /**
   * For one process.
   *
   * @param softLooks whether a look at the offset lets a healthy writer live (TUS-161)
   */
  public Writers(boolean softLooks) {
    this(PATIENCE, softLooks, System::nanoTime);
  }

  /** With another patience and clock, for tests. */
  Writers(Duration patience, boolean softLooks, LongSupplier nanos) {
    this.patience = patience;
    this.softLooks = softLooks;
    this.nanos = nanos;
    this.fights = new Fights(nanos);
  }

  /**
   * How far a writer is.
   *
   * @param start the offset at which it began
   * @param received up to where bytes have come, durable or not
   */
  public record Reach(long start, long received) {}

  /** The right to write one upload, until it is closed. */
  public final class Seat implements AutoCloseable {
    private final String upload;
    private final long arrival;
    private final OptionalLong asksFor;
    private final Runnable leave;
    private final Rest rest = new Rest();

    /** It has a reach, or is over without one. */
    private final CountDownLatch begun = new CountDownLatch(1);

    private final CountDownLatch left = new CountDownLatch(1);
    private volatile Optional<Reach> reach = Optional.empty();
    private volatile long lastByteAt;

    /** Whether what has come counts already, so that somebody else may go on behind it. */
    private boolean counts = true;

    /** Whether somebody else goes on from the reach; decided together with each change of it. */
    private boolean handedOver;

    /** Whether it was asked to leave; many may ask, but it is displaced once. */
    private final AtomicBoolean asked = new AtomicBoolean();

    private Seat(String upload, long arrival, OptionalLong asksFor, Runnable leave) {
      this.upload = upload;
      this.arrival = arrival;
      this.asksFor = asksFor;
      this.leave = leave;
    }

    /**
     * Bytes have come and are about to be written. Called by the one who writes.
     *
     * @return whether to write them; if not, somebody else goes on where this writer stood before
     */
    boolean reaches(long start, long received) {
      return reaches(start, received, /* count= */ true);
    }

    /**
     * As the shorter one.
     *
     * @param count whether the bytes count as they come, and not only when all of them are here and
     *     were checked (TUS-106)
     */
    synchronized boolean reaches(long start, long received, boolean count) {
      if (handedOver) {
        return false;
      }
      counts = count;
      reach = Optional.of(new Reach(start, received));
      lastByteAt = nanos.getAsLong();
      begun.countDown();
      return true;
    }

    /**
     * Hands the place over to somebody who appends at an offset, if that is where this writer
     * stands.
     *
     * @param known the upload as the newcomer read it
     * @throws ProblemException {@link Problem.OffsetMismatch} when the offset cannot be right,
     *     {@link Problem.Locked} when this writer lives and has passed it
     */
    private void handOver(Upload known, long offset) {
      if (!asksFor.equals(OptionalLong.of(offset))) {
        // Which of the two offsets is wrong is known when this one begins, or is sent away.
        awaitBeginning();
      }
      handOverNow(known, offset);
    }

    private void awaitBeginning() {
      Duration most = BEGINNING.compareTo(patience) < 0 ? BEGINNING : patience;
      try {
        boolean _ = begun.await(most.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProblemException(new Problem.ShuttingDown(), e);
      }
    }

    private synchronized void handOverNow(Upload known, long offset) {
      long end = reach.map(far -> counts ? far.received() : far.start()).orElse(offset);
      if (offset == end && (counts || reach.get().received() == end)) {
        handedOver = true;
      } else if (offset < reach.get().start() || offset > end) {
        long told = Math.max(known.offset(), reach.get().start());
        throw new ProblemException(new Problem.OffsetMismatch(told, offset));
      } else if (isLively()) {
        throw new ProblemException(new Problem.Locked(RETRY_AFTER));
      }
    }

    /** Whether somebody wants to know how far it is. Asked by the one who writes. */
    boolean isLookedAt() {
      return rest.isWanted();
    }

    /**
     * Everything up to the reach is durable; lets who looks have the offset. Called by the one who
     * writes.
     *
     * @return whether to go on; if not, not a byte more may be written
     */
    boolean rest() throws InterruptedException {
      return rest.rest();
    }

    private void leave() {
      rest.leave();
      leave.run();
    }

    /** Whether bytes are coming in on it. */
    private boolean isLively() {
      return reach.filter(far -> far.received() > far.start()).isPresent()
          && nanos.getAsLong() - lastByteAt < LIVELY.toNanos();
    }

    @Override
    public void close() {
      rest.leave();
      seats.remove(upload, this);
      left.countDown();
      begun.countDown(); // last: whoever waited for it looks whether this has left
    }
  }

  /**
   * Takes the writer's place, displacing who has it.
   *
   * @param leave called from another thread when a newcomer wants the place; must make the holder
   *     come to its end soon, for example by stopping its body
   * @throws ProblemException {@link Problem.Locked} when the holder does not let go in time, or
   *     there was too much fighting about the upload (TUS-160)
   */
  public Seat take(String upload, Runnable leave) {
    return take(upload, arrive(), leave);
  }

  /**
   * The next number in the order in which requests come. A request that has something to find out
   * before it takes its place asks for it first of all.
   */
  public long arrive() {
    return arrivals.incrementAndGet();
  }

  /**
   * As {@link #take(String, Runnable)}. Who came before the holder does not displace it: that is
   * the old connection of the same client, which was only slower on its way here.
   *
   * @param arrival from {@link #arrive}
   * @throws ProblemException as there, and {@link Problem.Displaced} when somebody who came later
   *     has the place
   */
  public Seat take(String upload, long arrival, Runnable leave) {
    return take(new Seat(upload, arrival, OptionalLong.empty(), leave), _ -> {});
  }

  /**
   * As {@link #take(String, Runnable)}, to append at an offset. A holder that stands there gives
   * way at once and without another byte, so that the newcomer can go on; one that has passed it
   * does only when its line is dead, and one that was never there does not (TUS-43). Where a holder
   * stands that has not begun, and asks for another offset, is waited for.
   *
   * @param known the upload as just read
   * @throws ProblemException as there, {@link Problem.Locked} also when a living holder has passed
   *     the offset, and {@link Problem.OffsetMismatch} when the offset cannot be right
   */
  public Seat takeAt(Upload known, long offset, Runnable leave) {
    return take(
        new Seat(known.id(), arrive(), OptionalLong.of(offset), leave),
        holder -> holder.handOver(known, offset));
  }

  /**
   * Takes the place once it is free.
   *
   * @param claim made to each holder before it is displaced; throws when it is to stay
   */
  private Seat take(Seat mine, Consumer<Seat> claim) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Seat holder = seats.putIfAbsent(mine.upload, mine);
      if (holder == null) {
        return mine;
      }
      if (holder.arrival > mine.arrival) {
        throw new ProblemException(new Problem.Displaced());
      }
      displace(holder, claim);
      await(holder, deadline - System.nanoTime());
    }
  }

  /** Takes the place only when it is free; who comes later waits until it is closed. */
  Optional<Seat> takeFree(String upload) {
    Seat mine = new Seat(upload, arrive(), OptionalLong.empty(), () -> {});
    return seats.putIfAbsent(upload, mine) == null ? Optional.of(mine) : Optional.empty();
  }

  /**
   * Sees to it that the offset which is kept can be told (TUS-153): waits until nobody writes,
   * displacing who does. A healthy writer that must not be displaced now (TUS-160, TUS-161) makes
   * durable what it has and goes on; a look is never refused because of a fight. Takes nothing, so
   * any number may look at once (TUS-163).
   *
   * @throws ProblemException {@link Problem.Locked} when the holder does not let go in time
   */
  public void settle(String upload) {
    Seat holder = seats.get(upload);
    if (holder == null) {
      return;
    }
    if (holder.isLively()) {
      boolean peace = fights.isPeaceOrdered(upload);
      if ((peace || softLooks) && hasShown(holder, peace)) {
        return;
      }
    }
    // To what is still here after that no byte has come for a while, or it may be displaced.
    count(holder);
    holder.leave();
    await(holder, patience.toNanos());
  }

  private boolean hasShown(Seat holder, boolean peace) {
    Duration most = peace ? LIVELY : LOOK;
    try {
      return holder.rest.look(
          peace ? Duration.ZERO : REST, most.compareTo(patience) < 0 ? most : patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(new Problem.ShuttingDown(), e);
    }
  }

  /** Whether somebody has the writer's place. */
  public boolean isWritten(String upload) {
    return seats.containsKey(upload);
  }

  /** Asks who writes to leave, whoever it is, and does not wait. */
  void dismiss(String upload) {
    Seat holder = seats.get(upload);
    if (holder != null) {
      holder.leave();
    }
  }

  private void displace(Seat holder, Consumer<Seat> claim) {
    if (holder.isLively() && fights.isPeaceOrdered(holder.upload)) {
      throw new ProblemException(new Problem.Locked(RETRY_AFTER));
    }
    claim.accept(holder);
    if (holder.left.getCount() > 0) {
      count(holder);
      holder.leave();
    }
  }

  /** That a living writer is displaced; many may ask it to leave. */
  private void count(Seat holder) {
    if (holder.isLively() && holder.asked.compareAndSet(false, true)) {
      fights.displaced(holder.upload);
    }
  }

  /** How far the present writer of an upload is; empty when there is none, or nothing came yet. */
  public Optional<Reach> reach(String upload) {
    Seat holder = seats.get(upload);
    return holder == null ? Optional.empty() : holder.reach;
  }

  /** How many uploads are being written now. */
  public int active() {
    return seats.size();
  }

  private static void await(Seat holder, long nanos) {
    try {
      if (nanos <= 0 || !holder.left.await(nanos, TimeUnit.NANOSECONDS)) {
        throw new ProblemException(new Problem.Locked(RETRY_AFTER));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(new Problem.ShuttingDown(), e);
    }
  }
}
