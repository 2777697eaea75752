package slipway.core.problem;

/** Whose fault a problem is; decides log level and metric, never the answer's shape. */
public enum Fault {
  /** The request is wrong; repeating it will not help. */
  CALLER,
  /** We failed. */
  HOUSE,
  /** A disk, a network or another server failed. */
  ELSEWHERE
}
