package slipway.media.container;

/** A picture's width and height in pixels. */
public record Size(int width, int height) {
  /** The same picture lying on its side. */
  public Size turned() {
    return new Size(/* width= */ height, /* height= */ width);
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
