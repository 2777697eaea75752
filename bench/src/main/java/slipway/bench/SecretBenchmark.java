package slipway.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import slipway.config.Secret;
import slipway.core.account.KeyText;

/**
 * Whether the time of a comparison tells how much of a secret was guessed (REL-86): the figures of
 * guesses that differ sooner and later must be the same.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class SecretBenchmark {
  private static final String TEXT = "4f0c6a1b9d3e57728c1e0a95b6d4f3827a6c5e1d0b9f8374";

  private final Secret secret = new Secret(TEXT);
  private final Secret first = new Secret("x" + TEXT.substring(1));
  private final Secret middle = new Secret(TEXT.substring(0, 24) + "x" + TEXT.substring(25));
  private final Secret last = new Secret(TEXT.substring(0, TEXT.length() - 1) + "x");
  private final Secret same = new Secret(TEXT.substring(0, 8) + TEXT.substring(8));

  /** Wrong from the first character on. */
  @Benchmark
  public boolean first() {
    return secret.equals(first);
  }

  /** Half of it is right. */
  @Benchmark
  public boolean middle() {
    return secret.equals(middle);
  }

  /** All but the last character is right. */
  @Benchmark
  public boolean last() {
    return secret.equals(last);
  }

  /** The secret. */
  @Benchmark
  public boolean same() {
    return secret.equals(same);
  }

  /** What an account's key goes through before it is looked up, whatever it is. */
  @Benchmark
  public String hash() {
    return KeyText.hash(TEXT);
  }
}
