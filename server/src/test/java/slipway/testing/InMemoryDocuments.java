package slipway.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.core.document.Document;
import slipway.core.document.Documents;

/** Documents in a map. */
public final class InMemoryDocuments implements Documents {
  private final Map<Long, Document> all = new TreeMap<>();
  private long last;

  @Override
  public synchronized long nextNumber() {
    return ++last;
  }

  @Override
  public synchronized void add(Document document) {
    all.put(document.number(), document);
  }

  @Override
  public synchronized void update(Document document) {
    all.put(document.number(), document);
  }

  @Override
  public synchronized Optional<Document> byNumber(long number) {
    return Optional.ofNullable(all.get(number));
  }

  @Override
  public synchronized List<Document> of(long account, String kind) {
    return all.values().stream()
        .filter(one -> one.account() == account && one.kind().equals(kind))
        .toList();
  }

  @Override
  public synchronized long count(long account, String kind) {
    return of(account, kind).size();
  }

  @Override
  public synchronized void remove(long number) {
    all.remove(number);
  }
}
