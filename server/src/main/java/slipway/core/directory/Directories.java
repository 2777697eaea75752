package slipway.core.directory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All directories. */
public interface Directories {

  /** The next number. Inside a transaction. */
  long nextNumber();

  void add(Directory directory);

  /** Keeps name, parent and time. Inside the transaction that read it. */
  void update(Directory directory);

  Optional<Directory> byNumber(long number);

  /**
   * As {@link #byNumber}; inside a transaction it is neither changed nor removed by others until
   * that ends.
   */
  Optional<Directory> held(long number);

  /** Those of an account, in the order of their numbers. */
  List<Directory> of(long account);

  /** How many an account has. */
  long count(long account);

  /** Those that lie in one, in the order of their numbers. */
  List<Directory> in(long parent);

  /** How many videos lie in each of an account's directories; those without any are left out. */
  Map<Long, Long> videos(long account);

  /** Forgets one, in which nothing lies any more. */
  void remove(long number);
}
