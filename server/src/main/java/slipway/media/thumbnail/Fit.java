package slipway.media.thumbnail;

/** What happens when picture and box have different shapes. */
public enum Fit {
  /** Fills the box; what stands over is cut off on both sides. */
  CROP,
  /** Lies within the box, never larger than the video; the picture is smaller than the box. */
  CLIP,
  /** Is stretched to the box. */
  SCALE,
  /** Lies within the box, the rest is black. */
  FILL
}
