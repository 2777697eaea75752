package slipway.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what was probably meant by a mistyped word. */
final class DidYouMean {
  private DidYouMean() {}

  /** The closest candidate, or empty when none is close enough to be helpful. */
  static Optional<String> among(Collection<String> candidates, String written) {
    return candidates.stream()
        .filter(candidate -> distance(candidate, written) <= allowed(candidate))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(candidate, written))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int allowed(String candidate) {
    return Math.max(2, candidate.length() / 4);
  }

  /** Edit distance in which two swapped neighbours are one mistake (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = cost[i - 1][j - 1] + (same ? 0 : 1);
    best = Math.min(best, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
