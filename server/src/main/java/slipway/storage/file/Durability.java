package slipway.storage.file;

/** What bytes that a client was told of must survive (TUS-180). */
public enum Durability {
  /** That the power goes: they are on the device. */
  POWER,
  /** That we go: the operating system has them, and writes them when it likes. */
  PROCESS
}
