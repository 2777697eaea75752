package slipway.core.directory;

import java.util.List;
import java.util.Optional;

/** All directories. */
public interface Directories {

  /** The next number. Inside a transaction. */
  long nextNumber();

  void add(Directory directory);

  /** Keeps name, parent and time. Inside the transaction that read it. */
  void update(Directory directory);

  Optional<Directory> byNumber(long number);

  /** Those of an account, in the order of their numbers. */
  List<Directory> of(long account);

  /** Forgets one, in which nothing lies any more. */
  void remove(long number);
}
