package slipway.core.document;

import java.util.List;
import java.util.Optional;

/** All documents. */
public interface Documents {

  /** The next number. Inside a transaction. */
  long nextNumber();

  void add(Document document);

  /** Keeps body and time. Inside the transaction that read it. */
  void update(Document document);

  Optional<Document> byNumber(long number);

  /** Those of a kind of an account, in the order of their numbers. */
  List<Document> of(long account, String kind);

  /** How many those are. */
  long count(long account, String kind);

  /** Forgets one. */
  void remove(long number);
}
