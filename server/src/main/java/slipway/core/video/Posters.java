package slipway.core.video;

import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Where pictures rest that owners send to stand for their videos. */
public interface Posters {
  /** The largest picture taken, in bytes. */
  int LARGEST = 1 << 20;

  /**
   * Keeps a picture, loose until {@link #adopt}: it is swept when that does not follow soon.
   *
   * @param image JPEG, PNG or WebP
   * @return its key in the storage; the last part of it is a name with the usual ending
   * @throws ProblemException {@link Problem.UnsupportedMedia} for what is none, {@link
   *     Problem.NoSpace}
   */
  String keep(byte[] image);

  /**
   * Brings a picture from elsewhere.
   *
   * @throws ProblemException {@link Problem.UnsupportedMedia} with the reason when none can be had
   */
  byte[] fetch(String url);

  /**
   * A record names it from now on. Inside the transaction that writes the name.
   *
   * @throws IllegalStateException when it is swept already
   */
  void adopt(String key);

  /** No record names it from now on. Inside the transaction that takes the name away. */
  void abandon(String key);

  /** Gives a picture back that stands for no video any more. Never fails. */
  void drop(String key);
}
