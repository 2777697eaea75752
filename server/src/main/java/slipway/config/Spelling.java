package slipway.config;

import java.util.Arrays;

/** The three ways to write a key, strongest source first. */
enum Spelling {
  FLAG(300),
  ENVIRONMENT(200),
  FILE(100);

  private final int rank;

  Spelling(int rank) {
    this.rank = rank;
  }

  static Spelling ranked(int rank) {
    return Arrays.stream(values()).filter(s -> s.rank == rank).findFirst().orElseThrow();
  }

  /** How SmallRye Config ranks the source: the highest wins. */
  int rank() {
    return rank;
  }

  String of(String key) {
    return switch (this) {
      case FLAG -> Setting.flag(key);
      case ENVIRONMENT -> Setting.environmentVariable(key);
      case FILE -> key;
    };
  }
}
